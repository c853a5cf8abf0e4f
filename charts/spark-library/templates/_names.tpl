{{- define "spark.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* What never changes in the life of a release: selectors are made of this alone. */}}
{{- define "spark.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "spark.labels" -}}
{{ include "spark.selector" . }}
app.kubernetes.io/version: {{ include "spark.version" . | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: spark
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Arguments: root, component. */}}
{{- define "spark.component.labels" -}}
{{ include "spark.labels" .root }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "spark.component.selector" -}}
{{ include "spark.selector" .root }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* Arguments: root, component. Metadata of a namespaced object that belongs to one component. */}}
{{- define "spark.metadata" -}}
name: {{ include "spark.fullname" .root }}-{{ .name | default .component }}
namespace: {{ .root.Release.Namespace }}
labels: {{- include "spark.component.labels" . | nindent 2 }}
{{- end }}

{{- define "spark.version" -}}
{{- default .Chart.AppVersion .Values.sparkVersion -}}
{{- end }}

{{/* repository:tag, and @digest where the user gives one. */}}
{{- define "spark.image" -}}
{{- $line := include "spark.line" . | fromYaml -}}
{{- $tag := default (printf "%s-scala%s-java17-python3-ubuntu" (include "spark.version" .) $line.scala) .Values.image.tag -}}
{{- with .Values.image.registry }}{{ . }}/{{ end -}}
{{- .Values.image.repository }}:{{ $tag }}
{{- with .Values.image.digest }}@{{ . }}{{ end -}}
{{- end }}
