// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No row and no client causes an exception in a check. */
@Tag("slow")
class HostilePasswordTest {
    private static final int ROUNDS = 10_000;

    // The costlier schemes at their least cost: a mutation may still raise it, which the bounds have to stop.
    private static final List<String> SEEDS = Stream.concat(
                    Stream.of(PasswordScheme.values())
                            .filter(scheme -> scheme != PasswordScheme.ARGON2I && scheme != PasswordScheme.ARGON2ID)
                            .map(scheme -> scheme.encode(Secret.of("sesame"), scheme.minCost())),
                    Stream.of(
                            "{CRYPT}$md5,rounds=5$abcdefgh$$g94iElynhcobHBygXkQuL.",
                            "{CRYPT}$y$.75$abcdefgh$/EoJW8XA8crIkl6U./iYSma5JsPp1gZxLNG6iaHdYi3",
                            "{CRYPT}$y$/75/.$abcdefgh$rfwmqG7rC8Mlc30AP5jxByOQIIRyjZ50FkZaDGuoHy5"))
            .toList();
    private static final String CHEAP_ARGON2 =
            "{ARGON2ID}$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$MTIzNDU2Nzg5MDEyMzQ1Ng";
    private static final String ALPHABET = "{}$.,=-/+*!09azAZ\0\n\r é日\uD83D";

    private static final String SHAPELY = "0123456789abcdefXYZ/";

    @Test
    void mutatedRowsNeverThrow() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int usable = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String stored = mutated(random);
            try {
                usable += isUsable(stored, random) ? 1 : 0;
            } catch (RuntimeException e) {
                throw new AssertionError("seed %d round %d stored %s".formatted(seed, round, stored), e);
            }
        }
        assertThat(usable)
                .as("rows that got as far as hashing (seed %d)", seed)
                .isBetween(ROUNDS / 10, ROUNDS - ROUNDS / 10);
    }

    private static boolean isUsable(String stored, Random random) {
        StoredPassword parsed = StoredPassword.parse(stored, random.nextBoolean() ? "CRYPT" : stored)
                .forAccount("");
        byte[] password = new byte[random.nextInt(20)];
        random.nextBytes(password);
        assertThat(parsed.verifyCramMd5(text(random, 10), text(random, 32))).isNotNull();
        assertThat(parsed.verifyApop(text(random, 10), "0".repeat(32))).isNotNull();
        assertThat(parsed.clear()).isNotNull();
        return !(parsed.verify(Secret.ofBytes(password)) instanceof VerifyResult.Unusable);
    }

    private static String mutated(Random random) {
        int pick = random.nextInt(SEEDS.size() + 2);
        if (pick == SEEDS.size()) {
            return text(random, random.nextInt(40));
        }
        StringBuilder stored = new StringBuilder(pick > SEEDS.size() ? CHEAP_ARGON2 : SEEDS.get(pick));
        for (int change = random.nextInt(3); change >= 0 && !stored.isEmpty(); change--) {
            int at = random.nextInt(stored.length());
            // Mostly changes that keep the shape, so that the hashes are computed with odd salts and costs.
            switch (random.nextInt(8)) {
                case 0 -> stored.deleteCharAt(at);
                case 1 -> stored.insert(at, text(random, 1));
                case 2 -> stored.setLength(at + 1);
                case 3 -> stored.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                default -> stored.setCharAt(at, SHAPELY.charAt(random.nextInt(SHAPELY.length())));
            }
        }
        return stored.toString();
    }

    private static String text(Random random, int chars) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < chars; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
