package org.tensormap.endtoend;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * The job of the README, as a user would submit it: reads features, predicts energies, and writes
 * them. What may go wrong meanwhile is an argument.
 */
public final class ReadmeJob {
  private static final int TROUBLED_PARTITION = 1;

  private ReadmeJob() {}

  /** What happens to the first attempt of one of the tasks, once it has begun to write. */
  enum Trouble implements UDF1<byte[], byte[]> {
    /** Nothing. */
    NONE {
      @Override
      void strike() {}
    },

    /** Its executor ends at once, as if it had been killed. */
    EXECUTOR_LOST {
      @Override
      void strike() {
        Runtime.getRuntime().halt(137);
      }
    },

    /** It is so slow that Spark starts the same task elsewhere. */
    SLOW {
      @Override
      void strike() throws InterruptedException {
        TimeUnit.SECONDS.sleep(30);
      }
    };

    abstract void strike() throws InterruptedException;

    @Override
    public byte[] call(byte[] map) throws InterruptedException {
      TaskContext task = TaskContext.get();
      if (task.partitionId() == TROUBLED_PARTITION && task.attemptNumber() == 0) {
        strike();
      }
      return map;
    }
  }

  /**
   * Runs the job once for each kind of trouble, which names the output, and is printed before and
   * afterwards.
   *
   * @param arguments the features, the model, the directory for the outputs, and the troubles
   */
  public static void main(String[] arguments) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    for (String name : List.of(arguments).subList(3, arguments.length)) {
      Trouble trouble = Trouble.valueOf(name);
      System.out.println(trouble);
      spark.udf().register("trouble", trouble, DataTypes.BinaryType);
      spark
          .read()
          .format("tensormap")
          .option("layout", "tensormap")
          .load(arguments[0])
          .selectExpr("trouble(tm_predict('" + arguments[1] + "', tensormap)) AS tensormap")
          .write()
          .format("tensormap")
          .mode("append")
          .save(arguments[2] + "/" + trouble);
      System.out.println(trouble + " is done");
    }
    spark.stop();
  }
}
