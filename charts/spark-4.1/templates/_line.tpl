{{/* The facts of the Spark 4.1 line, as YAML. The library reads nothing else of a line. */}}
{{- define "spark.line" -}}
scala: "2.13"
# Connect is part of the distribution since 4.0.
connectPackage: ""
icebergRuntime: org.apache.iceberg:iceberg-spark-runtime-4.1_2.13
rapids: com.nvidia:rapids-4-spark_2.13
connectAuthentication: true
{{- end }}
