{{- define "spark.history-server" -}}
{{- if .Values.historyServer.enabled }}
{{- $context := dict "root" . "component" "history-server" }}
{{- if not .Values.eventLog.enabled }}
{{- fail "historyServer.enabled needs eventLog.enabled: without event logs it has nothing to show" }}
{{- end }}
---
apiVersion: v1
kind: Service
metadata:
  {{- include "spark.metadata" $context | nindent 2 }}
spec:
  type: ClusterIP
  selector: {{- include "spark.component.selector" $context | nindent 4 }}
  ports:
    - name: ui
      port: 18080
      targetPort: ui
---
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "spark.metadata" $context | nindent 2 }}
spec:
  replicas: {{ .Values.historyServer.replicas }}
  selector:
    matchLabels: {{- include "spark.component.selector" $context | nindent 6 }}
  template:
    metadata:
      {{- include "spark.pod.metadata" $context | nindent 6 }}
    spec:
      {{- include "spark.pod.head" (dict "root" . "serviceAccount" (include "spark.serviceAccount.executor" .) "token" false "scheduling" .Values.historyServer) | nindent 6 }}
      containers:
        - name: history-server
          {{- include "spark.pod.image" . | nindent 10 }}
          args:
            - /opt/spark/bin/spark-class
            - org.apache.spark.deploy.history.HistoryServer
          env:
            {{- include "spark.pod.environment" . | nindent 12 }}
            - name: HOME
              value: /tmp
          ports:
            - name: ui
              containerPort: 18080
          {{- include "spark.pod.probes" (dict "port" "ui" "path" "/") | nindent 10 }}
          resources: {{- toYaml .Values.historyServer.resources | nindent 12 }}
          volumeMounts: {{- include "spark.pod.mounts" . | nindent 12 }}
      volumes: {{- include "spark.pod.volumes" . | nindent 8 }}
{{- end }}
{{- end }}
