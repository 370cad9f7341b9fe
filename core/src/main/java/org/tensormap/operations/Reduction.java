package org.tensormap.operations;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Locale;
import org.tensormap.Labels;
import org.tensormap.LabelsGroups;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** What is computed from all values that agree in the dimensions that are left. */
enum Reduction {
  SUM,
  MEAN,
  STD,
  VAR;

  private static final long FIRST = 0;
  private static final long LAST = -1;

  /** Reduces all blocks of a map over some dimensions of their samples. */
  TensorMap overSamples(TensorMap map, List<String> names) {
    checkNames(names, map.sampleNames(), "sample");
    return MapOperation.onBlocks(map, block -> blockOverSamples(block, names));
  }

  /** Reduces all blocks of a map over some dimensions of their properties. */
  TensorMap overProperties(TensorMap map, List<String> names) {
    checkNames(names, map.propertyNames(), "property");
    return MapOperation.onBlocks(map, block -> blockOverProperties(block, names));
  }

  /** Reduces a block over some dimensions of its samples. */
  TensorBlock blockOverSamples(TensorBlock block, List<String> names) {
    List<String> remaining = without(block.samples().names(), names);
    if (block.size() == 0) {
      return sharing(block, Labels.empty(remaining), block.properties());
    }
    return MapOperation.compute(
        () -> {
          LabelsGroups groups = LabelsGroups.of(block.samples(), remaining);
          Values values = new Values(Operators.values(block), groups, FIRST);
          TensorBlock result =
              new TensorBlock(
                  values.reduced(this), groups.labels(), block.components(), block.properties());
          for (String parameter : block.gradientsList()) {
            TensorBlock gradient = MapOperation.withoutGradients(block.gradient(parameter));
            result.addGradient(
                parameter,
                gradient.size() == 0
                    ? gradient.copy(false)
                    : gradientOverSamples(gradient, values, groups));
          }
          return result;
        });
  }

  /** Reduces a block over some dimensions of its properties. */
  TensorBlock blockOverProperties(TensorBlock block, List<String> names) {
    List<String> remaining = without(block.properties().names(), names);
    if (block.properties().size() == 0) {
      return sharing(block, block.samples(), Labels.empty(remaining));
    }
    return MapOperation.compute(
        () -> {
          LabelsGroups groups = LabelsGroups.of(block.properties(), remaining);
          Values values = new Values(Operators.values(block), groups, LAST);
          TensorBlock result =
              new TensorBlock(
                  values.reduced(this), block.samples(), block.components(), groups.labels());
          for (String parameter : block.gradientsList()) {
            TensorBlock gradient = MapOperation.withoutGradients(block.gradient(parameter));
            NDArray array = Operators.values(gradient);
            NDArray sample = Operators.sample(gradient, array);
            result.addGradient(
                parameter,
                new TensorBlock(
                    gradient(values, new Values(array, groups, LAST), sample, sample),
                    gradient.samples(),
                    gradient.components(),
                    groups.labels()));
          }
          return result;
        });
  }

  private TensorBlock gradientOverSamples(
      TensorBlock gradient, Values values, LabelsGroups groups) {
    Labels samples = gradient.samples();
    int[] rows = new int[samples.size() * samples.dimensions()];
    samples.values().get(rows);
    for (int at = 0; at < rows.length; at += samples.dimensions()) {
      rows[at] = groups.groups().get(rows[at]);
    }
    LabelsGroups gradientGroups = LabelsGroups.of(samples.names(), rows);
    NDArray array = Operators.values(gradient);
    NDArray row = Operators.positions(gradientGroups.labels().column("sample"), array);
    return new TensorBlock(
        gradient(
            values,
            new Values(array, gradientGroups, FIRST),
            Operators.sample(gradient, array),
            row),
        gradientGroups.labels(),
        gradient.components(),
        gradient.properties());
  }

  /**
   * The gradient of the result.
   *
   * @param sample for each row of the gradient, the row of the values that it belongs to
   * @param row for each row of the result, the row of the mean that it belongs to
   */
  private NDArray gradient(Values values, Values gradient, NDArray sample, NDArray row) {
    return switch (this) {
      case SUM, MEAN -> gradient.reduced(this);
      case VAR ->
          Operators.call(
              "var_gradient",
              values.array,
              gradient.array,
              sample,
              values.reduced(MEAN),
              row,
              gradient.group,
              gradient.dim,
              gradient.count);
      case STD ->
          Operators.call(
              "std_gradient",
              values.array,
              gradient.array,
              sample,
              values.reduced(MEAN),
              row,
              gradient.group,
              gradient.dim,
              gradient.count,
              values.reduced(STD));
    };
  }

  /** An array, and the groups of its rows or columns. */
  private static final class Values {
    private final NDArray array;
    private final NDArray group;
    private final NDArray dim;
    private final NDArray count;

    Values(NDArray array, LabelsGroups groups, long dim) {
      this.array = array;
      this.group = Operators.positions(groups.groups().array(), array);
      this.dim = Operators.number(dim, array);
      this.count = Operators.number((long) groups.labels().size(), array);
    }

    NDArray reduced(Reduction reduction) {
      return Operators.call(reduction.name().toLowerCase(Locale.ROOT), array, group, dim, count);
    }
  }

  /** Nothing to reduce: the block and its gradients with other labels. */
  private static TensorBlock sharing(TensorBlock block, Labels samples, Labels properties) {
    TensorBlock result = block.withLabels(samples, block.components(), properties);
    block
        .gradients()
        .forEach(
            (parameter, gradient) ->
                result.addGradient(
                    parameter,
                    gradient.withLabels(gradient.samples(), gradient.components(), properties)));
    return result;
  }

  private static List<String> without(List<String> all, List<String> names) {
    return all.stream().filter(name -> !names.contains(name)).toList();
  }

  private static void checkNames(List<String> names, List<String> known, String kind) {
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "one of the requested "
                + kind
                + " name ("
                + name
                + ") is not part of this TensorMap, which has "
                + known);
      }
    }
  }
}
