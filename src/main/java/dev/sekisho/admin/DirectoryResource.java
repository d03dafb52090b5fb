// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.account.DirectoryRepository;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Put, get, list and delete for one kind of the directory's entities.
 *
 * <p>Safe for use by many threads.
 *
 * @param <E> the entity
 */
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
abstract class DirectoryResource<E> {
    /** Most entities of one page. */
    private static final int PAGE = 1000;

    private final DirectoryRepository directory;
    private final Class<E> type;
    private final String word;
    private final Function<E, String> keyOf;

    DirectoryResource(DirectoryRepository directory, Class<E> type, String word, Function<E, String> keyOf) {
        this.directory = directory;
        this.type = type;
        this.word = word;
        this.keyOf = keyOf;
    }

    DirectoryRepository directory() {
        return directory;
    }

    /** The key in its canonical form; empty if nothing can have it. */
    abstract Optional<String> canonical(String key);

    /** What is shown of {@code entity}. */
    abstract JsonObjectBuilder json(E entity);

    /** Writes the body's fields into {@code present}, or into a new entity, which is returned; throws a {@link Problem}. */
    abstract E write(String key, Optional<E> present, JsonFields fields);

    /** Throws a {@link Problem} if something still needs {@code entity}. */
    void checkUnused(E entity) {}

    @GET
    @Operation(summary = "A page, in the order of the keys; the next one begins after the last key")
    @Transactional
    public Response list(
            @QueryParam("after") @DefaultValue("") String after, @QueryParam("limit") @DefaultValue("100") int limit) {
        if (limit < 1 || limit > PAGE) {
            throw Problem.invalid("limit", "must be from 1 to " + PAGE);
        }
        List<E> page = directory.page(type, after, limit);
        JsonArrayBuilder items = Json.createArrayBuilder();
        page.forEach(each -> items.add(json(each)));
        JsonObjectBuilder answer = Json.createObjectBuilder().add("items", items);
        if (page.size() == limit) {
            answer.add("next", keyOf.apply(page.get(limit - 1)));
        }
        return Response.ok(answer.build().toString()).build();
    }

    @GET
    @Path("{key}")
    @Operation(summary = "One of them")
    @Transactional
    public Response get(@PathParam("key") String key) {
        return Response.ok(json(present(key)).build().toString()).build();
    }

    @PUT
    @Path("{key}")
    @Operation(summary = "Makes it (201) or replaces it (200); a field left out has its default")
    @Transactional
    public Response put(@PathParam("key") String key, InputStream body) throws IOException {
        String canonical = canonical(key).orElseThrow(() -> Problem.invalid("key", "is no " + keyForm()));
        JsonFields fields = JsonFields.read(body);
        Optional<E> present = directory.find(type, canonical);
        E entity = write(canonical, present, fields);
        if (present.isEmpty()) {
            directory.add(entity);
        }
        // What the database refuses is to be known here, while it can still be told.
        directory.flush();
        return Response.status(present.isEmpty() ? 201 : 200)
                .type(MediaType.APPLICATION_JSON)
                .entity(json(entity).build().toString())
                .build();
    }

    @DELETE
    @Path("{key}")
    @Operation(summary = "Removes it; 409 while something needs it")
    @Transactional
    public Response delete(@PathParam("key") String key) {
        E entity = present(key);
        checkUnused(entity);
        directory.remove(entity);
        directory.flush();
        return Response.noContent().build();
    }

    E present(String key) {
        return canonical(key)
                .flatMap(each -> directory.find(type, each))
                .orElseThrow(() -> Problem.notFound(Character.toUpperCase(word.charAt(0)) + word.substring(1)));
    }

    /** What a key has to be, in words. */
    abstract String keyForm();
}
