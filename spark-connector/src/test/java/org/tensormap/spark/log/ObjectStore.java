package org.tensormap.spark.log;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An object store that speaks as much of S3 over HTTP as Hadoop's S3A asks for, in memory. As in
 * S3, of several requests to create an object only if it does not exist one succeeds.
 */
final class ObjectStore extends HttpStore {
  private static final Pattern DELETED_KEY = Pattern.compile("<Key>(.*?)</Key>");

  private static final class StoredObject {
    final byte[] content;
    final Instant modified = Instant.now();

    StoredObject(byte[] content) {
      this.content = content;
    }

    String entityTag() {
      return '"' + Integer.toHexString(Arrays.hashCode(content)) + '"';
    }
  }

  private final ConcurrentNavigableMap<String, StoredObject> objects =
      new ConcurrentSkipListMap<>();

  private final Queue<String> requests = new ConcurrentLinkedQueue<>();

  /** Whether an object is kept that must not be replaced, as S3 does. */
  volatile boolean keepsConditions = true;

  /** Whether creating what is there fails, and the answer does not say that it is there. */
  volatile boolean failsAtConditions;

  /** The end of the keys whose next creation is done, but not answered; null if there is none. */
  volatile String unanswered;

  ObjectStore() throws IOException {}

  @Override
  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("fs.s3a.endpoint", endpoint());
    settings.put("fs.s3a.endpoint.region", "us-east-1");
    settings.put("fs.s3a.path.style.access", "true");
    settings.put("fs.s3a.access.key", "user");
    settings.put("fs.s3a.secret.key", "secret");
    settings.put("fs.s3a.attempts.maximum", "2");
    return settings;
  }

  String uri(String key) {
    return "s3a://" + bucket() + "/" + key;
  }

  /** The keys of all objects that are no markers of directories. */
  Set<String> keys() {
    Set<String> keys = new TreeSet<>(objects.keySet());
    keys.removeIf(key -> key.endsWith("/"));
    return keys;
  }

  /**
   * The requests since this was called last, for example {@code HEAD data/part.mts} or {@code LIST
   * data/}.
   */
  List<String> takeRequests() {
    List<String> taken = new ArrayList<>();
    for (String request = requests.poll(); request != null; request = requests.poll()) {
      taken.add(request);
    }
    return taken;
  }

  @Override
  void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String key = path.replaceFirst("^/" + bucket() + "/?", "");
    Map<String, String> query = query(exchange);
    requests.add(
        key.isEmpty()
            ? "LIST " + query.getOrDefault("prefix", "")
            : exchange.getRequestMethod() + " " + key);
    switch (exchange.getRequestMethod()) {
      case "PUT" -> put(exchange, key);
      case "HEAD", "GET" -> {
        if (key.isEmpty()) {
          list(exchange, query);
        } else {
          get(exchange, key);
        }
      }
      case "DELETE" -> {
        objects.remove(key);
        answer(exchange, 204, "");
      }
      case "POST" -> deleteAll(exchange);
      default -> answer(exchange, 501, "");
    }
  }

  private void put(HttpExchange exchange, String key) throws IOException {
    StoredObject object = new StoredObject(content(exchange));
    boolean onlyNew = exchange.getRequestHeaders().containsKey("If-None-Match") && keepsConditions;
    StoredObject previous = onlyNew ? objects.putIfAbsent(key, object) : objects.put(key, object);
    if (onlyNew && previous != null) {
      if (failsAtConditions) {
        answer(exchange, 403, error("AccessDenied"));
      } else {
        answer(exchange, 412, error("PreconditionFailed"));
      }
      return;
    }
    if (unanswered != null && key.endsWith(unanswered)) {
      unanswered = null;
      return;
    }
    exchange.getResponseHeaders().set("ETag", object.entityTag());
    answer(exchange, 200, "");
  }

  private void get(HttpExchange exchange, String key) throws IOException {
    StoredObject object = objects.get(key);
    if (object == null) {
      answer(exchange, 404, error("NoSuchKey"));
      return;
    }
    exchange.getResponseHeaders().set("ETag", object.entityTag());
    exchange
        .getResponseHeaders()
        .set(
            "Last-Modified",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(object.modified.atOffset(ZoneOffset.UTC)));
    answerPart(exchange, object.content);
  }

  /** The answer to ListObjectsV2, in one page. */
  private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
    String prefix = query.getOrDefault("prefix", "");
    String delimiter = query.get("delimiter");
    Set<String> prefixes = new TreeSet<>();
    StringBuilder contents = new StringBuilder();
    int count = 0;
    int limit = Integer.parseInt(query.getOrDefault("max-keys", "1000"));
    for (var entry : objects.tailMap(prefix).entrySet()) {
      String key = entry.getKey();
      if (!key.startsWith(prefix) || count == limit) {
        break;
      }
      int end = delimiter == null ? -1 : key.indexOf(delimiter, prefix.length());
      if (end >= 0) {
        prefixes.add(key.substring(0, end + 1));
      } else {
        StoredObject object = entry.getValue();
        contents.append(
            "<Contents><Key>%s</Key><LastModified>%s</LastModified><ETag>%s</ETag><Size>%d</Size></Contents>"
                .formatted(
                    escaped(key),
                    object.modified,
                    escaped(object.entityTag()),
                    object.content.length));
        count++;
      }
    }
    for (String common : prefixes) {
      contents.append(
          "<CommonPrefixes><Prefix>%s</Prefix></CommonPrefixes>".formatted(escaped(common)));
    }
    answer(
        exchange,
        200,
        "<ListBucketResult><IsTruncated>false</IsTruncated>%s</ListBucketResult>"
            .formatted(contents));
  }

  private void deleteAll(HttpExchange exchange) throws IOException {
    Matcher key = DELETED_KEY.matcher(new String(content(exchange), StandardCharsets.UTF_8));
    while (key.find()) {
      objects.remove(key.group(1));
    }
    answer(exchange, 200, "<DeleteResult></DeleteResult>");
  }

  /** The body, which clients may send in chunks with a signature each. */
  private static byte[] content(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    if (encoding == null || !encoding.contains("aws-chunked")) {
      return body;
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int position = 0;
    while (true) {
      int end = position;
      while (body[end] != '\r') {
        end++;
      }
      String header = new String(body, position, end - position, StandardCharsets.US_ASCII);
      int length = Integer.parseInt(header.split(";", -1)[0], 16);
      if (length == 0) {
        return content.toByteArray();
      }
      content.write(body, end + 2, length);
      position = end + 2 + length + 2;
    }
  }

  private static String error(String code) {
    return "<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
