{{- define "spark.storage" -}}
{{- range $name, $persistence := dict "event-log" .Values.eventLog.persistence "warehouse" .Values.iceberg.persistence }}
{{- if and $persistence.enabled (not $persistence.existingClaim) }}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  {{- include "spark.metadata" (dict "root" $ "component" $name) | nindent 2 }}
spec:
  accessModes: {{- toYaml $persistence.accessModes | nindent 4 }}
  {{- with $persistence.storageClass }}
  storageClassName: {{ . }}
  {{- end }}
  resources:
    requests:
      storage: {{ $persistence.size }}
{{- end }}
{{- end }}
{{- end }}
