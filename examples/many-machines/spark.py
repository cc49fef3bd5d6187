"""Decides for each line of a text file with Spark: spark-submit spark.py scenarios.ndjson decisions"""

import sys

from pyspark.sql import SparkSession

lines = SparkSession.builder.appName("popex").getOrCreate().sparkContext.textFile(sys.argv[1])
decisions = lines.pipe("popex solve --profile alexnet.json --threads 1 --batch -")
decisions.saveAsTextFile(sys.argv[2])  # part-00000, part-00001, …: in the order of the lines
