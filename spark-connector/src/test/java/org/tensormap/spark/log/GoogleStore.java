package org.tensormap.spark.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * An object store that speaks as much of the JSON API of Google Cloud Storage as its connector for
 * Hadoop asks for, in memory. As there, an object has a generation, a number that changes with its
 * content, and a request can say which one it must have: 0 if there must be no such object.
 */
final class GoogleStore extends HttpStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("\"name\":\"(.*?)\"");

  private static final class StoredObject {
    final byte[] content;
    final long generation;
    final Instant modified = Instant.now();

    StoredObject(byte[] content, long generation) {
      this.content = content;
      this.generation = generation;
    }
  }

  /** An upload that has begun; {@code generation} is the one that there must be, or null. */
  private record Upload(String name, String generation) {}

  private final TreeMap<String, StoredObject> objects = new TreeMap<>();
  private final Map<String, Upload> uploads = new HashMap<>();
  private long generations;

  /** The end of the names whose next upload is done, but not answered; null if there is none. */
  volatile String unanswered;

  GoogleStore() throws IOException {}

  @Override
  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("fs.gs.storage.root.url", endpoint() + "/");
    settings.put("fs.gs.auth.type", "UNAUTHENTICATED");
    settings.put("fs.gs.project.id", "project");
    settings.put("fs.gs.client.type", "HTTP_API_CLIENT");
    settings.put("fs.gs.max.requests.per.batch", "1");
    settings.put("fs.gs.http.max.retry", "1");
    return settings;
  }

  String uri(String name) {
    return "gs://" + bucket() + "/" + name;
  }

  /** The names of all objects that are no markers of directories. */
  synchronized Set<String> names() {
    Set<String> names = new TreeSet<>(objects.keySet());
    names.removeIf(name -> name.endsWith("/"));
    return names;
  }

  @Override
  void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    String path = exchange.getRequestURI().getRawPath();
    int object = path.indexOf("/o/");
    String method = exchange.getRequestMethod();
    if (path.startsWith("/upload/")) {
      if (method.equals("POST")) {
        begin(exchange, body);
      } else {
        end(exchange, body);
      }
    } else if (object >= 0) {
      String name = URLDecoder.decode(path.substring(object + 3), StandardCharsets.UTF_8);
      if (method.equals("DELETE")) {
        delete(exchange, name);
      } else {
        get(exchange, name);
      }
    } else if (path.endsWith("/o")) {
      list(exchange, query(exchange));
    } else {
      answer(exchange, 501, path);
    }
  }

  /** A resumable upload begins; one in several parts makes a marker of a directory, and is done. */
  private synchronized void begin(HttpExchange exchange, byte[] body) throws IOException {
    Map<String, String> query = query(exchange);
    String generation = query.get("ifGenerationMatch");
    if ("multipart".equals(query.get("uploadType"))) {
      Matcher name = NAME.matcher(new String(body, StandardCharsets.UTF_8));
      name.find();
      create(exchange, new Upload(name.group(1), generation), new byte[0]);
      return;
    }
    String id = UUID.randomUUID().toString();
    uploads.put(id, new Upload(query.get("name"), generation));
    exchange
        .getResponseHeaders()
        .set("Location", "%s/upload/storage/v1/b/o?upload_id=%s".formatted(endpoint(), id));
    answer(exchange, 200, "");
  }

  private synchronized void end(HttpExchange exchange, byte[] content) throws IOException {
    create(exchange, uploads.get(query(exchange).get("upload_id")), content);
  }

  private void create(HttpExchange exchange, Upload upload, byte[] content) throws IOException {
    String name = upload.name();
    if (!hasGeneration(name, upload.generation())) {
      answer(exchange, 412, error(412, "conditionNotMet"));
      return;
    }
    generations++;
    StoredObject object = new StoredObject(content, generations);
    objects.put(name, object);
    if (unanswered != null && name.endsWith(unanswered)) {
      unanswered = null;
    } else {
      answer(exchange, 200, JSON.writeValueAsBytes(description(name, object)));
    }
  }

  private synchronized void delete(HttpExchange exchange, String name) throws IOException {
    if (!hasGeneration(name, query(exchange).get("ifGenerationMatch"))) {
      answer(exchange, 412, error(412, "conditionNotMet"));
    } else if (objects.remove(name) == null) {
      answer(exchange, 404, error(404, "notFound"));
    } else {
      answer(exchange, 204, "");
    }
  }

  private synchronized void get(HttpExchange exchange, String name) throws IOException {
    StoredObject object = objects.get(name);
    if (object == null) {
      answer(exchange, 404, error(404, "notFound"));
    } else if ("media".equals(query(exchange).get("alt"))) {
      exchange.getResponseHeaders().set("x-goog-generation", "" + object.generation);
      answerPart(exchange, object.content);
    } else {
      answer(exchange, 200, JSON.writeValueAsBytes(description(name, object)));
    }
  }

  /** All objects that are asked for, in one page. */
  private synchronized void list(HttpExchange exchange, Map<String, String> query)
      throws IOException {
    String prefix = query.getOrDefault("prefix", "");
    String delimiter = query.get("delimiter");
    ObjectNode list = JSON.createObjectNode();
    ArrayNode items = list.putArray("items");
    Set<String> prefixes = new TreeSet<>();
    objects
        .tailMap(prefix)
        .forEach(
            (name, object) -> {
              if (!name.startsWith(prefix)) {
                return;
              }
              int end = delimiter == null ? -1 : name.indexOf(delimiter, prefix.length());
              if (end >= 0) {
                prefixes.add(name.substring(0, end + 1));
              }
              if (end < 0 || end == name.length() - 1) {
                items.add(description(name, object));
              }
            });
    prefixes.forEach(list.putArray("prefixes")::add);
    answer(exchange, 200, JSON.writeValueAsBytes(list));
  }

  private boolean hasGeneration(String name, String expected) {
    StoredObject object = objects.get(name);
    return expected == null || Long.parseLong(expected) == (object == null ? 0 : object.generation);
  }

  private ObjectNode description(String name, StoredObject object) {
    CRC32C checksum = new CRC32C();
    checksum.update(object.content);
    byte[] bytes = ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array();
    return JSON.createObjectNode()
        .put("bucket", bucket())
        .put("name", name)
        .put("generation", "" + object.generation)
        .put("metageneration", "1")
        .put("size", "" + object.content.length)
        .put("timeCreated", object.modified.toString())
        .put("updated", object.modified.toString())
        .put("crc32c", Base64.getEncoder().encodeToString(bytes));
  }

  private static String error(int status, String reason) {
    return """
        {"error": {"code": %d, "message": "%s", "errors": [{"reason": "%s"}]}}"""
        .formatted(status, reason, reason);
  }
}
