package org.tensormap.conformance;

import static org.tensormap.conformance.LibraryCall.array;
import static org.tensormap.conformance.LibraryCall.call;

import java.util.List;
import java.util.OptionalInt;
import org.tensormap.Labels;
import org.tensormap.LabelsDifference;
import org.tensormap.LabelsMapping;
import org.tensormap.io.Mts;

/** What stands for the methods of labels. */
final class LabelsCalls {
  static final List<LibraryCall> ALL =
      List.of(
          call(
              "Labels",
              "names values assume_unique",
              in ->
                  in.flag("assume_unique", false)
                      ? Labels.assumeUnique(in.texts("names"), in.array("values"))
                      : new Labels(in.texts("names"), in.array("values"))),
          call("Labels.single", "", in -> Labels.single()),
          call("Labels.range", "name end", in -> Labels.range(in.text("name"), in.integer("end"))),
          call("Labels.empty", "names", in -> Labels.empty(in.texts("names"))),
          call("Labels.names", "self", in -> in.labels("self").names()),
          call("Labels.values", "self", (in, manager) -> in.labels("self").values(manager)),
          call("Labels.__len__", "self", in -> (long) in.labels("self").size()),
          call("Labels.__eq__", "self other", in -> in.get("self").equals(in.get("other"))),
          call("Labels.__ne__", "self other", in -> !in.get("self").equals(in.get("other"))),
          call("Labels.__contains__", "self entry", in -> position(in) != null),
          call("Labels.position", "self entry", LabelsCalls::position),
          call(
              "Labels.column",
              "self dimension",
              in -> in.labels("self").column(in.text("dimension"))),
          call(
              "Labels.select",
              "self selection",
              in -> in.labels("self").select(in.labels("selection"))),
          call(
              "Labels.print",
              "self max_entries indent",
              in ->
                  in.labels("self")
                      .print(
                          in.integer("max_entries"), in.has("indent") ? in.integer("indent") : 0)),
          call("Labels.__str__", "self", in -> in.labels("self").toString()),
          call("Labels.__repr__", "self", in -> "Labels\n   " + in.labels("self").print(-1, 3)),
          call("Labels.union", "self other", in -> in.labels("self").union(in.labels("other"))),
          call(
              "Labels.union_and_mapping",
              "self other",
              in -> parts(in.labels("self").unionAndMapping(in.labels("other")))),
          call(
              "Labels.intersection",
              "self other",
              in -> in.labels("self").intersection(in.labels("other"))),
          call(
              "Labels.intersection_and_mapping",
              "self other",
              in -> parts(in.labels("self").intersectionAndMapping(in.labels("other")))),
          call(
              "Labels.difference",
              "self other",
              in -> in.labels("self").difference(in.labels("other"))),
          call(
              "Labels.difference_and_mapping",
              "self other",
              in -> parts(in.labels("self").differenceAndMapping(in.labels("other")))),
          call(
              "Labels.append",
              "self name values",
              in -> in.labels("self").append(in.text("name"), in.integers("values"))),
          call(
              "Labels.insert",
              "self index name values",
              in ->
                  in.labels("self")
                      .insert(in.integer("index"), in.text("name"), in.integers("values"))),
          call(
              "Labels.permute",
              "self dimensions_indexes",
              in -> in.labels("self").permute(in.integers("dimensions_indexes"))),
          call("Labels.remove", "self name", in -> in.labels("self").remove(in.text("name"))),
          call(
              "Labels.rename",
              "self old new",
              in -> in.labels("self").rename(in.text("old"), in.text("new"))),
          call("Labels.to", "self device", (in, manager) -> in.labels("self").to(manager)),
          call("Labels.device", "self", in -> in.labels("self").device().getDeviceType()),
          call(
              "Labels.save_buffer",
              "self",
              (in, manager) -> LibraryCall.bytes(Mts.saveLabelsBuffer(in.labels("self")), manager)),
          call(
              "Labels.load_buffer",
              "buffer",
              (in, manager) -> Mts.loadLabelsBuffer(in.array("buffer").toByteBuffer(true))));

  private LabelsCalls() {}

  private static Object position(Arguments in) {
    OptionalInt position = in.labels("self").position(in.integers("entry"));
    return position.isPresent() ? (Object) (long) position.getAsInt() : null;
  }

  private static List<Object> parts(LabelsMapping mapping) {
    return List.of(mapping.labels(), array(mapping.first()), array(mapping.second()));
  }

  private static List<Object> parts(LabelsDifference difference) {
    return List.of(difference.labels(), array(difference.first()));
  }
}
