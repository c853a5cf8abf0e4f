{{/* What every pod of the release has in common. Arguments: root, component, serviceAccount, token (bool), scheduling. */}}
{{- define "spark.pod.head" -}}
serviceAccountName: {{ .serviceAccount }}
automountServiceAccountToken: {{ .token }}
enableServiceLinks: false
securityContext: {{- include "spark.security.pod" .root | nindent 2 }}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .scheduling.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .scheduling.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .scheduling.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "spark.pod.image" -}}
image: {{ include "spark.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext: {{- include "spark.security.container" . | nindent 2 }}
{{- end }}

{{/* Environment by reference only: a value in a chart is not a secret. */}}
{{- define "spark.pod.environment" -}}
- name: SPARK_CONF_DIR
  value: /opt/spark/conf
- name: SPARK_NO_DAEMONIZE
  value: "true"
{{- range .Values.secretEnvironment }}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .key }}
{{- end }}
{{- end }}

{{/* The root filesystem is read-only, so everything that Spark writes to is named here. */}}
{{- define "spark.pod.mounts" -}}
- name: tmp
  mountPath: /tmp
- name: work
  mountPath: /opt/spark/work-dir
- name: configuration
  mountPath: /opt/spark/conf
  readOnly: true
{{- if .Values.eventLog.persistence.enabled }}
- name: event-log
  mountPath: {{ .Values.eventLog.persistence.mountPath }}
{{- end }}
{{- if .Values.iceberg.persistence.enabled }}
- name: warehouse
  mountPath: {{ .Values.iceberg.persistence.mountPath }}
{{- end }}
{{- end }}

{{- define "spark.pod.volumes" -}}
- name: tmp
  emptyDir: {}
- name: work
  emptyDir: {}
- name: configuration
  configMap:
    name: {{ include "spark.fullname" . }}-configuration
{{ include "spark.pod.claims" . }}
{{- end }}

{{- define "spark.pod.claims" -}}
{{- if .Values.eventLog.persistence.enabled }}
- name: event-log
  persistentVolumeClaim:
    claimName: {{ default (printf "%s-event-log" (include "spark.fullname" .)) .Values.eventLog.persistence.existingClaim }}
{{- end }}
{{- if .Values.iceberg.persistence.enabled }}
- name: warehouse
  persistentVolumeClaim:
    claimName: {{ default (printf "%s-warehouse" (include "spark.fullname" .)) .Values.iceberg.persistence.existingClaim }}
{{- end }}
{{- end }}

{{/* Arguments: port (name), path or nothing for a TCP probe. */}}
{{- define "spark.pod.probes" -}}
{{- $check := printf "tcpSocket:\n  port: %s" .port -}}
{{- if .path -}}{{- $check = printf "httpGet:\n  path: %s\n  port: %s" .path .port -}}{{- end -}}
startupProbe:
  {{- $check | nindent 2 }}
  periodSeconds: 5
  failureThreshold: {{ .startup | default 60 }}
readinessProbe:
  {{- $check | nindent 2 }}
  periodSeconds: 10
livenessProbe:
  {{- $check | nindent 2 }}
  periodSeconds: 20
  failureThreshold: 6
{{- end }}

{{/* Pod metadata: labels, the configuration's checksum, and where metrics are. Arguments: root, component, port, path. */}}
{{- define "spark.pod.metadata" -}}
labels: {{- include "spark.component.labels" . | nindent 2 }}
annotations:
  checksum/configuration: {{ include "spark.configuration.data" .root | sha256sum }}
  {{- if and .root.Values.metrics.enabled .port }}
  prometheus.io/scrape: "true"
  prometheus.io/port: {{ .port | quote }}
  prometheus.io/path: {{ .path | quote }}
  {{- end }}
{{- end }}
