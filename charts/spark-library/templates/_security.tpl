{{/*
The Pod Security Standard "restricted". On OpenShift the ids are left out: its SCC gives each namespace a range of
its own and refuses a pod that asks for another.
*/}}
{{- define "spark.security.pod" -}}
runAsNonRoot: true
{{- if eq .Values.platform "kubernetes" }}
runAsUser: {{ .Values.security.runAsUser }}
runAsGroup: {{ .Values.security.runAsGroup }}
fsGroup: {{ .Values.security.fsGroup }}
{{- end }}
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "spark.security.container" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: [ALL]
{{- end }}
