// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * SunMD5, {@code $md5$} and {@code $md5,rounds=N$}: the hash of Solaris, which Debian and Fedora verify. Each round
 * hashes the result of the previous one. A bit derived from that result decides whether the round also hashes a passage
 * of Hamlet, so that rounds take different times. Source: Passlib's description "sun_md5_crypt"; checked against
 * libxcrypt, crypt(5).
 */
@ThreadSafe
final class SunMd5 {
    /** Rounds of every hash; {@code rounds=N} adds to them. */
    static final int BASIC_ROUNDS = 4096;

    /** Act III, scene I, from Project Gutenberg's edition 1524 (public domain), with a NUL at its end. */
    private static final byte[] SOLILOQUY = ("""
            To be, or not to be,--that is the question:--
            Whether 'tis nobler in the mind to suffer
            The slings and arrows of outrageous fortune
            Or to take arms against a sea of troubles,
            And by opposing end them?--To die,--to sleep,--
            No more; and by a sleep to say we end
            The heartache, and the thousand natural shocks
            That flesh is heir to,--'tis a consummation
            Devoutly to be wish'd. To die,--to sleep;--
            To sleep! perchance to dream:--ay, there's the rub;
            For in that sleep of death what dreams may come,
            When we have shuffled off this mortal coil,
            Must give us pause: there's the respect
            That makes calamity of so long life;
            For who would bear the whips and scorns of time,
            The oppressor's wrong, the proud man's contumely,
            The pangs of despis'd love, the law's delay,
            The insolence of office, and the spurns
            That patient merit of the unworthy takes,
            When he himself might his quietus make
            With a bare bodkin? who would these fardels bear,
            To grunt and sweat under a weary life,
            But that the dread of something after death,--
            The undiscover'd country, from whose bourn
            No traveller returns,--puzzles the will,
            And makes us rather bear those ills we have
            Than fly to others that we know not of?
            Thus conscience does make cowards of us all;
            And thus the native hue of resolution
            Is sicklied o'er with the pale cast of thought;
            And enterprises of great pith and moment,
            With this regard, their currents turn awry,
            And lose the name of action.--Soft you now!
            The fair Ophelia!--Nymph, in thy orisons
            Be all my sins remember'd.
            """ + "\0").getBytes(StandardCharsets.US_ASCII);

    private static final int BITS = 128;

    private SunMd5() {}

    /**
     * The digest in the digits of crypt(3).
     *
     * @param setting the part before the last {@code $} of the hash: prefix, rounds and salt
     */
    static String hash(byte[] password, byte[] setting, int rounds) {
        MessageDigest md5 = DigestUtils.getMd5Digest();
        md5.update(password);
        byte[] last = md5.digest(setting);
        for (int round = 0; round < rounds; round++) {
            md5.update(last);
            if (toss(last, round)) {
                md5.update(SOLILOQUY);
            }
            last = md5.digest(Integer.toString(round).getBytes(StandardCharsets.US_ASCII));
        }
        return Md5Crypt.digits(last);
    }

    private static boolean toss(byte[] last, int round) {
        int x = 0;
        int y = 0;
        for (int i = 0; i < 8; i++) {
            x |= pick(last, i) << i;
            y |= pick(last, i + 8) << i;
        }
        x >>= bit(last, round);
        y >>= bit(last, round + 64);
        return (bit(last, x) ^ bit(last, y)) != 0;
    }

    /** A bit at a place that two bytes of the digest determine. */
    private static int pick(byte[] last, int at) {
        int a = last[at] & 0xff;
        int b = last[(at + 3) % last.length] & 0xff;
        int place = last[(a >> (b % 5)) % last.length] & 0xff;
        return bit(last, place >> (b >> (a % 8) & 1));
    }

    private static int bit(byte[] last, int n) {
        return last[n % BITS / 8] >> (n % 8) & 1;
    }
}
