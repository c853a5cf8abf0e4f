{{- define "spark.disruption-budgets" -}}
{{- if .Values.disruptionBudgets.enabled }}
{{- $components := list }}
{{- if .Values.connect.enabled }}{{ $components = append $components "connect" }}{{ end }}
{{- if .Values.standalone.enabled }}{{ $components = concat $components (list "master" "worker") }}{{ end }}
{{- if .Values.historyServer.enabled }}{{ $components = append $components "history-server" }}{{ end }}
{{- range $components }}
{{- $context := dict "root" $ "component" . }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "spark.metadata" $context | nindent 2 }}
spec:
  maxUnavailable: {{ $.Values.disruptionBudgets.maxUnavailable }}
  selector:
    matchLabels: {{- include "spark.component.selector" $context | nindent 6 }}
{{- end }}
{{- end }}
{{- end }}
