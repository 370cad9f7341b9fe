package org.tensormap.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
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
 */
public record KeyedColumnLabels(
    List<String> keys, List<ColumnLabels> distinct, List<OfBlock> blocks) implements Serializable {
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
   */
  public KeyedColumnLabels {
    keys = List.copyOf(keys);
    distinct = List.copyOf(distinct);
    blocks = List.copyOf(blocks);
    for (OfBlock block : blocks) {
      Objects.checkIndex(block.labels, distinct.size());
    }
  }

  /** Collects the labels of blocks; several blocks may have the same key. */
  public static final class Builder {
    private final List<String> keys;
    private final Map<ColumnLabels, Integer> distinct = new LinkedHashMap<>();

    /** For each key the position of its labels; -1 if blocks of this key differ. */
    private final Map<List<Integer>, Integer> blocks = new LinkedHashMap<>();

    private int storedValues;

    /**
     * Starts with no blocks.
     *
     * @param keys the names of the key dimensions
     */
    public Builder(List<String> keys) {
      this.keys = keys;
    }

    /**
     * Adds a block. It is left out if there is no more room for its labels, and a key whose blocks
     * have different labels is left out as well.
     *
     * @param key the key
     * @param labels the labels of the block
     */
    public void add(List<Integer> key, ColumnLabels labels) {
      Integer position = distinct.get(labels);
      if (position == null) {
        if (storedValues + labels.storedValues() > ColumnLabels.MAX_STORED) {
          return;
        }
        storedValues += labels.storedValues();
        position = distinct.size();
        distinct.put(labels, position);
      }
      blocks.merge(
          key, position, (first, second) -> first.equals(second) ? first : Integer.valueOf(-1));
    }

    /**
     * Returns what was collected.
     *
     * @return the labels
     */
    public KeyedColumnLabels build() {
      List<OfBlock> known = new ArrayList<>();
      blocks.forEach(
          (key, labels) -> {
            if (labels >= 0) {
              known.add(new OfBlock(key, labels));
            }
          });
      return new KeyedColumnLabels(keys, List.copyOf(distinct.keySet()), known);
    }
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
   * Returns the labels by key.
   *
   * @return for each key its labels
   */
  public Map<List<Integer>, ColumnLabels> byKey() {
    Map<List<Integer>, ColumnLabels> map = new HashMap<>();
    blocks.forEach(block -> map.put(block.key, distinct.get(block.labels)));
    return map;
  }
}
