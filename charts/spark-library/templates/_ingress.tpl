{{- define "spark.ingress" -}}
{{- if .Values.ingress.enabled }}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  {{- include "spark.metadata" (dict "root" . "component" "ui") | nindent 2 }}
  {{- with .Values.ingress.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- with .Values.ingress.className }}
  ingressClassName: {{ . }}
  {{- end }}
  {{- with .Values.ingress.tlsSecret }}
  tls:
    - hosts: [{{ $.Values.ingress.host | quote }}]
      secretName: {{ . }}
  {{- end }}
  rules:
    - host: {{ required "ingress.host is needed when ingress.enabled is true" .Values.ingress.host | quote }}
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                {{- if .Values.historyServer.enabled }}
                name: {{ include "spark.fullname" . }}-history-server
                {{- else }}
                name: {{ include "spark.fullname" . }}-connect
                {{- end }}
                port:
                  name: ui
{{- end }}
{{- end }}
