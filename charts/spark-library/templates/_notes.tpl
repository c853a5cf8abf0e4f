{{- define "spark.notes" -}}
{{- $name := include "spark.fullname" . -}}
Spark {{ include "spark.version" . }} is starting in namespace {{ .Release.Namespace }}.
{{- if .Values.connect.enabled }}

Connect a client (from where networkPolicy.clients allows it):
  sc://{{ $name }}-connect.{{ .Release.Namespace }}.svc:15002
or from this machine:
  kubectl --namespace {{ .Release.Namespace }} port-forward service/{{ $name }}-connect 15002
{{- end }}
{{- if .Values.standalone.enabled }}

Submit to the standalone master:
  spark://{{ $name }}-master.{{ .Release.Namespace }}.svc:7077
{{- end }}
{{- if .Values.historyServer.enabled }}

See the history of its jobs:
  kubectl --namespace {{ .Release.Namespace }} port-forward service/{{ $name }}-history-server 18080
{{- end }}
{{- if .Values.tests.enabled }}

Run a real job on it:
  helm test {{ .Release.Name }} --namespace {{ .Release.Namespace }}
{{- end }}
{{- if not .Values.networkPolicy.enabled }}

WARNING: networkPolicy.enabled is false: any pod of the cluster can speak to Spark, which runs what it is sent.
{{- end }}
{{- end }}
