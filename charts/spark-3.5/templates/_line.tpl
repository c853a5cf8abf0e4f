{{/* The facts of the Spark 3.5 line, as YAML. The library reads nothing else of a line. */}}
{{- define "spark.line" -}}
scala: "2.12"
# Connect is not part of the 3.5 distribution: the server fetches it.
connectPackage: org.apache.spark:spark-connect_2.12
icebergRuntime: org.apache.iceberg:iceberg-spark-runtime-3.5_2.12
rapids: com.nvidia:rapids-4-spark_2.12
connectAuthentication: false
{{- end }}
