/**
 * Models exported from Python as stages of Spark's pipelines: {@link
 * org.tensormap.spark.ml.TorchScriptTransformer}.
 */
package org.tensormap.spark.ml;
