package org.tensormap.spark.catalog;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A write to a table that was declared with options, which are those of the write if it does not
 * say otherwise.
 */
record DeclaredWrite(String queryId, StructType schema, CaseInsensitiveStringMap options)
    implements LogicalWriteInfo {
  static LogicalWriteInfo of(LogicalWriteInfo info, Map<String, String> declared) {
    Map<String, String> options = new HashMap<>(new CaseInsensitiveStringMap(declared));
    options.putAll(info.options());
    return new DeclaredWrite(info.queryId(), info.schema(), new CaseInsensitiveStringMap(options));
  }
}
