package org.tensormap.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which block has which {@link ColumnLabels}; blocks mostly share them.
 *
 * @param keys the names of the key dimensions
 * @param distinct the labels, each once
 * @param blocks the blocks
 * @param unknown the keys whose blocks have different labels, or some that are not known
 */
public record KeyedColumnLabels(
    List<String> keys,
    List<ColumnLabels> distinct,
    List<OfBlock> blocks,
    List<List<Integer>> unknown)
    implements Serializable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * The labels of one block.
   *
   * @param key the key of the block
   * @param labels the position of its labels among the distinct ones
   */
  public record OfBlock(List<Integer> key, int labels) implements Serializable {
    /**
     * Creates the labels of a block.
     *
     * @param key the key of the block
     * @param labels the position of its labels among the distinct ones
     */
    public OfBlock {
      key = List.copyOf(key);
    }
  }

  /**
   * Creates labels.
   *
   * @param keys the names of the key dimensions
   * @param distinct the labels, each once
   * @param blocks the blocks
   * @param unknown the keys whose blocks have different labels, or some that are not known
   */
  public KeyedColumnLabels {
    keys = List.copyOf(keys);
    distinct = List.copyOf(distinct);
    blocks = List.copyOf(blocks);
    unknown = unknown.stream().map(List::copyOf).toList();
    for (OfBlock block : blocks) {
      Objects.checkIndex(block.labels, distinct.size());
    }
  }

  /** Collects the labels of blocks; several blocks may have the same key. */
  public static final class Builder {
    private static final Integer UNKNOWN = -1;

    private final List<String> keys;
    private final Map<ColumnLabels, Integer> distinct = new LinkedHashMap<>();

    /** For each key the position of its labels; or {@link #UNKNOWN}. */
    private final Map<List<Integer>, Integer> blocks = new LinkedHashMap<>();

    private final int room;
    private long storedValues;

    /**
     * Starts with no blocks.
     *
     * @param keys the names of the key dimensions
     */
    public Builder(List<String> keys) {
      this(keys, Integer.MAX_VALUE);
    }

    /**
     * Starts with no blocks.
     *
     * @param keys the names of the key dimensions
     * @param room how many integers all labels may have together
     */
    public Builder(List<String> keys, int room) {
      this.keys = keys;
      this.room = room;
    }

    /**
     * Adds a block. The labels of a key are not known if its blocks have different ones, or if
     * there is no more room for them.
     *
     * @param key the key
     * @param labels the labels of the block
     */
    public void add(List<Integer> key, ColumnLabels labels) {
      Integer position = distinct.get(labels);
      if (position == null) {
        if (storedValues + labels.storedValues() > room) {
          addUnknown(key);
          return;
        }
        storedValues += labels.storedValues();
        position = distinct.size();
        distinct.put(labels, position);
      }
      blocks.merge(key, position, (first, second) -> first.equals(second) ? first : UNKNOWN);
    }

    /**
     * Adds a block whose labels are not known, and with them those of its key.
     *
     * @param key the key
     */
    public void addUnknown(List<Integer> key) {
      blocks.put(key, UNKNOWN);
    }

    /**
     * Returns what was collected.
     *
     * @return the labels
     */
    public KeyedColumnLabels build() {
      List<OfBlock> known = new ArrayList<>();
      List<List<Integer>> unknown = new ArrayList<>();
      blocks.forEach(
          (key, labels) -> {
            if (labels.equals(UNKNOWN)) {
              unknown.add(key);
            } else {
              known.add(new OfBlock(key, labels));
            }
          });
      return new KeyedColumnLabels(keys, List.copyOf(distinct.keySet()), known, unknown);
    }
  }

  /**
   * Joins the labels of several tables to those of a table with the rows of all of them.
   *
   * @param tables the labels of each table
   * @return the labels as far as they are the same; by no key if the tables have different ones
   */
  public static KeyedColumnLabels merge(List<KeyedColumnLabels> tables) {
    List<KeyedColumnLabels> filled = tables.stream().filter(table -> !table.hasNoBlocks()).toList();
    List<String> keys = filled.isEmpty() ? List.of() : filled.get(0).keys;
    if (filled.stream().allMatch(table -> haveSameNames(keys, table.keys))) {
      Builder merged = new Builder(keys);
      filled.forEach(table -> table.addTo(merged));
      return merged.build();
    }
    return new KeyedColumnLabels(
        filled.stream().flatMap(table -> table.keys.stream()).distinct().toList(),
        filled.stream().flatMap(table -> table.distinct.stream()).distinct().toList(),
        List.of(),
        filled.stream().flatMap(table -> table.unknown.stream()).toList());
  }

  /**
   * Tells whether keys have the same dimensions, in any order.
   *
   * @param first the names of the dimensions
   * @param second other names of dimensions
   * @return whether they are the same names
   */
  public static boolean haveSameNames(List<String> first, List<String> second) {
    return first.size() == second.size() && first.containsAll(second);
  }

  /**
   * Reads labels.
   *
   * @param json what {@link #toJson()} gave
   * @return the labels
   * @throws IllegalArgumentException if this is something else
   */
  public static KeyedColumnLabels fromJson(String json) {
    try {
      return JSON.readValue(json, KeyedColumnLabels.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no labels: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Writes labels.
   *
   * @return the labels as JSON
   */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("labels can not be written as JSON", e);
    }
  }

  /**
   * Tells whether there are no blocks.
   *
   * @return whether there is neither a key with labels nor one whose labels are not known
   */
  public boolean hasNoBlocks() {
    return distinct.isEmpty() && unknown.isEmpty();
  }

  /**
   * Tells whether all blocks have the same labels.
   *
   * @return whether there are labels, no others, and none that are not known
   */
  public boolean areSame() {
    return distinct.size() == 1 && unknown.isEmpty();
  }

  /** Adds the blocks of a table to others, whose keys have their dimensions in some order. */
  private void addTo(Builder others) {
    blocks.forEach(
        block -> others.add(inOrder(block.key, others.keys), distinct.get(block.labels)));
    unknown.forEach(key -> others.addUnknown(inOrder(key, others.keys)));
  }

  private List<Integer> inOrder(List<Integer> key, List<String> names) {
    return names.stream().map(name -> key.get(keys.indexOf(name))).toList();
  }
}
