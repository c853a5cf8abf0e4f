{{/* Maven coordinates that the driver fetches at start, as a JSON list. */}}
{{- define "spark.packages" -}}
{{- $line := include "spark.line" . | fromYaml -}}
{{- $packages := list -}}
{{- if and .Values.connect.enabled $line.connectPackage -}}
{{- $packages = append $packages (printf "%s:%s" $line.connectPackage (include "spark.version" .)) -}}
{{- end -}}
{{- if .Values.iceberg.enabled -}}
{{- $packages = append $packages (printf "%s:%s" $line.icebergRuntime .Values.iceberg.version) -}}
{{- end -}}
{{- if and .Values.gpu.enabled .Values.gpu.rapids.enabled -}}
{{- $packages = append $packages (printf "%s:%s" $line.rapids .Values.gpu.rapids.version) -}}
{{- end -}}
{{- concat $packages .Values.packages | toJson -}}
{{- end }}

{{- define "spark.master" -}}
{{- if eq .Values.connect.backend "standalone" -}}
spark://{{ include "spark.fullname" . }}-master:7077
{{- else -}}
k8s://https://kubernetes.default.svc
{{- end -}}
{{- end }}

{{/* Every property of spark-defaults.conf, as YAML. The user's sparkConf has the last word. */}}
{{- define "spark.properties" -}}
{{- $name := include "spark.fullname" . -}}
{{- $properties := dict
  "spark.master" (include "spark.master" .)
  "spark.submit.deployMode" "client"
  "spark.driver.bindAddress" "0.0.0.0"
  "spark.driver.port" "7078"
  "spark.driver.blockManager.port" "7079"
  "spark.blockManager.port" "7079"
  "spark.port.maxRetries" "16"
  "spark.driver.memory" .Values.connect.memory
  "spark.executor.memory" .Values.executors.memory
  "spark.executor.cores" (toString .Values.executors.cores)
  "spark.jars.ivy" "/tmp/.ivy2"
  "spark.sql.warehouse.dir" "/opt/spark/work-dir/spark-warehouse"
-}}
{{- $packages := include "spark.packages" . | fromJsonArray -}}
{{- if $packages -}}{{- $_ := set $properties "spark.jars.packages" (join "," $packages) -}}{{- end -}}
{{- if .Values.connect.enabled -}}{{- $_ := set $properties "spark.connect.grpc.binding.port" "15002" -}}{{- end -}}
{{- if eq .Values.connect.backend "kubernetes" -}}
{{- $properties = merge $properties (include "spark.properties.kubernetes" . | fromYaml) -}}
{{- else -}}
{{- $_ := set $properties "spark.cores.max" (toString (mul .Values.executors.instances .Values.executors.cores)) -}}
{{- end -}}
{{- if .Values.eventLog.enabled -}}
{{- $properties = merge $properties (dict "spark.eventLog.enabled" "true" "spark.eventLog.dir" .Values.eventLog.directory "spark.history.fs.logDirectory" .Values.eventLog.directory "spark.eventLog.compress" "true") -}}
{{- end -}}
{{- if .Values.metrics.enabled -}}
{{- $properties = merge $properties (dict "spark.ui.prometheus.enabled" "true" "spark.metrics.namespace" $name) -}}
{{- end -}}
{{- if .Values.gpu.enabled -}}{{- $properties = merge $properties (include "spark.properties.gpu" . | fromYaml) -}}{{- end -}}
{{- if .Values.iceberg.enabled -}}{{- $properties = merge $properties (include "spark.properties.iceberg" . | fromYaml) -}}{{- end -}}
{{- merge (deepCopy .Values.sparkConf) $properties | toYaml -}}
{{- end }}

{{- define "spark.properties.kubernetes" -}}
{{- $name := include "spark.fullname" . -}}
spark.driver.host: {{ $name }}-connect-headless.{{ .Release.Namespace }}.svc
spark.executor.instances: {{ .Values.executors.instances | quote }}
spark.kubernetes.namespace: {{ .Release.Namespace }}
spark.kubernetes.container.image: {{ include "spark.image" . | quote }}
spark.kubernetes.container.image.pullPolicy: {{ .Values.image.pullPolicy }}
spark.kubernetes.authenticate.executor.serviceAccountName: {{ include "spark.serviceAccount.executor" . }}
spark.kubernetes.executor.podTemplateFile: /opt/spark/conf/executor-pod.yaml
spark.kubernetes.executor.podTemplateContainerName: spark-executor
spark.kubernetes.executor.request.cores: {{ .Values.executors.resources.requests.cpu | quote }}
spark.kubernetes.executor.limit.cores: {{ .Values.executors.resources.limits.cpu | quote }}
# Claims and services are the chart's, never the driver's: its Role needs no verb on them.
spark.kubernetes.driver.ownPersistentVolumeClaim: "false"
spark.kubernetes.driver.reusePersistentVolumeClaim: "false"
spark.kubernetes.driver.service.deleteOnTermination: "false"
{{- end }}

{{- define "spark.properties.gpu" -}}
spark.executor.resource.gpu.amount: {{ .Values.gpu.amount | quote }}
spark.executor.resource.gpu.vendor: {{ .Values.gpu.vendor }}
spark.executor.resource.gpu.discoveryScript: {{ .Values.gpu.discoveryScript }}
spark.task.resource.gpu.amount: {{ .Values.gpu.taskAmount | quote }}
{{- if .Values.gpu.rapids.enabled }}
spark.plugins: com.nvidia.spark.SQLPlugin
spark.rapids.sql.enabled: "true"
spark.rapids.sql.concurrentGpuTasks: {{ .Values.gpu.rapids.concurrentTasks | quote }}
spark.rapids.memory.pinnedPool.size: {{ .Values.gpu.rapids.pinnedPool }}
{{- end }}
{{- end }}

{{- define "spark.properties.iceberg" -}}
{{- $catalog := printf "spark.sql.catalog.%s" .Values.iceberg.catalog -}}
spark.sql.extensions: org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions
{{ $catalog }}: org.apache.iceberg.spark.SparkCatalog
{{ $catalog }}.type: {{ .Values.iceberg.type }}
{{ $catalog }}.warehouse: {{ .Values.iceberg.warehouse }}
{{- with .Values.iceberg.uri }}
{{ $catalog }}.uri: {{ . }}
{{- end }}
{{- if .Values.iceberg.defaultCatalog }}
spark.sql.defaultCatalog: {{ .Values.iceberg.catalog }}
{{- end }}
{{- end }}

{{- define "spark.configuration.data" -}}
spark-defaults.conf: |
  {{- range $key, $value := include "spark.properties" . | fromYaml }}
  {{ $key }} {{ $value }}
  {{- end }}
log4j2.properties: |
  rootLogger.level = {{ .Values.logLevel }}
  rootLogger.appenderRef.console.ref = console
  appender.console.type = Console
  appender.console.name = console
  appender.console.target = SYSTEM_ERR
  appender.console.layout.type = PatternLayout
  appender.console.layout.pattern = %d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %p %c{1}: %m%n%ex
{{- if .Values.metrics.enabled }}
metrics.properties: |
  *.sink.prometheusServlet.class=org.apache.spark.metrics.sink.PrometheusServlet
  *.sink.prometheusServlet.path=/metrics/prometheus
  master.sink.prometheusServlet.path=/metrics/master/prometheus
  applications.sink.prometheusServlet.path=/metrics/applications/prometheus
{{- end }}
{{- if eq .Values.connect.backend "kubernetes" }}
executor-pod.yaml: |
  {{- include "spark.executor.template" . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Spark fills in image, command, resources and environment; what it would leave open is closed here. */}}
{{- define "spark.executor.template" -}}
{{- $scheduling := .Values.executors -}}
{{- if .Values.gpu.enabled -}}
{{- $scheduling = dict "nodeSelector" (merge (deepCopy .Values.gpu.nodeSelector) .Values.executors.nodeSelector) "tolerations" (concat .Values.executors.tolerations .Values.gpu.tolerations) "affinity" .Values.executors.affinity -}}
{{- end -}}
apiVersion: v1
kind: Pod
metadata:
  labels: {{- include "spark.component.labels" (dict "root" . "component" "executor") | nindent 4 }}
spec:
  {{- include "spark.pod.head" (dict "root" . "serviceAccount" (include "spark.serviceAccount.executor" .) "token" false "scheduling" $scheduling) | nindent 2 }}
  containers:
    - name: spark-executor
      securityContext: {{- include "spark.security.container" . | nindent 8 }}
      env:
        {{- include "spark.executor.environment" . | nindent 8 }}
      volumeMounts:
        - name: tmp
          mountPath: /tmp
        - name: work
          mountPath: /opt/spark/work-dir
        {{- if .Values.iceberg.persistence.enabled }}
        - name: warehouse
          mountPath: {{ .Values.iceberg.persistence.mountPath }}
        {{- end }}
  volumes:
    - name: tmp
      emptyDir: {}
    - name: work
      emptyDir: {}
    {{- if .Values.iceberg.persistence.enabled }}
    - name: warehouse
      persistentVolumeClaim:
        claimName: {{ default (printf "%s-warehouse" (include "spark.fullname" .)) .Values.iceberg.persistence.existingClaim }}
    {{- end }}
{{- end }}

{{- define "spark.executor.environment" -}}
- name: HOME
  value: /tmp
{{- range .Values.secretEnvironment }}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .key }}
{{- end }}
{{- end }}

{{- define "spark.configuration" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  {{- include "spark.metadata" (dict "root" . "component" "configuration") | nindent 2 }}
data:
  {{- include "spark.configuration.data" . | nindent 2 }}
{{- end }}
