package org.tensormap.spark.functions;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.tensormap.HostNDManager;

/** The arguments of one call: none of them is NULL, and those that are asked for are read. */
final class Arguments {
  private final Binding binding;
  private final InternalRow row;
  private final HostNDManager manager;

  Arguments(Binding binding, InternalRow row, HostNDManager manager) {
    this.binding = binding;
    this.row = row;
    this.manager = manager;
  }

  /** Reads an argument, or takes what stands for it if it was left out. */
  @SuppressWarnings("unchecked") // The binding has found the reader for this very parameter.
  <T> T get(Parameter<T> parameter) {
    int position = binding.position(parameter);
    List<ArgumentReader<?>> readers = binding.readers();
    if (position >= readers.size()) {
      return parameter.otherwise().orElseThrow();
    }
    return (T) readers.get(position).reading().read(row, position, manager);
  }
}
