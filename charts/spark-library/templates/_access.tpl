{{- define "spark.serviceAccount.server" -}}
{{- default (printf "%s-server" (include "spark.fullname" .)) .Values.serviceAccounts.server.name -}}
{{- end }}

{{- define "spark.serviceAccount.executor" -}}
{{- default (printf "%s-executor" (include "spark.fullname" .)) .Values.serviceAccounts.executor.name -}}
{{- end }}

{{/* One account talks to the API server: the driver's. Executors, masters, workers and the history server hold no token. */}}
{{- define "spark.access" -}}
{{- range $component := list "server" "executor" }}
{{- $account := index $.Values.serviceAccounts $component }}
{{- if $account.create }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include (printf "spark.serviceAccount.%s" $component) $ }}
  namespace: {{ $.Release.Namespace }}
  labels: {{- include "spark.component.labels" (dict "root" $ "component" $component) | nindent 4 }}
  {{- with $account.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- end }}
{{- end }}
{{- if and .Values.rbac.create (eq .Values.connect.backend "kubernetes") }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  {{- include "spark.metadata" (dict "root" . "component" "server") | nindent 2 }}
rules:
  # A driver starts, watches, labels and stops its executors …
  - apiGroups: [""]
    resources: [pods]
    verbs: [create, delete, deletecollection, get, list, patch, update, watch]
  # … and hands them its configuration.
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [create, delete, deletecollection, get, list]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  {{- include "spark.metadata" (dict "root" . "component" "server") | nindent 2 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ include "spark.fullname" . }}-server
subjects:
  - kind: ServiceAccount
    name: {{ include "spark.serviceAccount.server" . }}
    namespace: {{ .Release.Namespace }}
{{- end }}
{{- end }}
