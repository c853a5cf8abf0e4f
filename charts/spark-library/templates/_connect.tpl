{{- define "spark.connect" -}}
{{- if .Values.connect.enabled }}
{{- $name := include "spark.fullname" . }}
{{- $context := dict "root" . "component" "connect" }}
---
apiVersion: v1
kind: Service
metadata:
  {{- include "spark.metadata" $context | nindent 2 }}
spec:
  type: ClusterIP
  selector: {{- include "spark.component.selector" $context | nindent 4 }}
  ports:
    - name: grpc
      port: 15002
      targetPort: grpc
      appProtocol: kubernetes.io/h2c
    - name: ui
      port: 4040
      targetPort: ui
---
# Executors find the driver by this name before it is ready to serve clients.
apiVersion: v1
kind: Service
metadata:
  {{- include "spark.metadata" (merge (dict "name" "connect-headless") $context) | nindent 2 }}
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector: {{- include "spark.component.selector" $context | nindent 4 }}
  ports:
    - name: driver
      port: 7078
      targetPort: driver
    - name: block-manager
      port: 7079
      targetPort: block-manager
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  {{- include "spark.metadata" $context | nindent 2 }}
spec:
  replicas: 1
  serviceName: {{ $name }}-connect-headless
  selector:
    matchLabels: {{- include "spark.component.selector" $context | nindent 6 }}
  template:
    metadata:
      {{- include "spark.pod.metadata" (merge (dict "port" "4040" "path" "/metrics/prometheus/") $context) | nindent 6 }}
    spec:
      {{- include "spark.pod.head" (dict "root" . "serviceAccount" (include "spark.serviceAccount.server" .) "token" (eq .Values.connect.backend "kubernetes") "scheduling" .Values.connect) | nindent 6 }}
      terminationGracePeriodSeconds: 60
      containers:
        - name: connect
          {{- include "spark.pod.image" . | nindent 10 }}
          args:
            - /opt/spark/bin/spark-submit
            - --class
            - org.apache.spark.sql.connect.service.SparkConnectServer
            - --name
            - {{ $name }}-connect
            {{- if eq .Values.connect.backend "kubernetes" }}
            - --conf
            - spark.kubernetes.driver.pod.name=$(POD_NAME)
            {{- else }}
            - --conf
            - spark.driver.host=$(POD_IP)
            {{- end }}
          env:
            {{- include "spark.pod.environment" . | nindent 12 }}
            - name: HOME
              value: /tmp
            - name: POD_NAME
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
            - name: POD_IP
              valueFrom:
                fieldRef:
                  fieldPath: status.podIP
            {{- with .Values.connect.authentication }}
            {{- if .secret }}
            - name: SPARK_CONNECT_AUTHENTICATE_TOKEN
              valueFrom:
                secretKeyRef:
                  name: {{ .secret }}
                  key: {{ .key }}
            {{- end }}
            {{- end }}
          ports:
            - name: grpc
              containerPort: 15002
            - name: ui
              containerPort: 4040
            - name: driver
              containerPort: 7078
            - name: block-manager
              containerPort: 7079
          {{- include "spark.pod.probes" (dict "port" "grpc" "startup" 120) | nindent 10 }}
          resources: {{- toYaml .Values.connect.resources | nindent 12 }}
          volumeMounts: {{- include "spark.pod.mounts" . | nindent 12 }}
      volumes: {{- include "spark.pod.volumes" . | nindent 8 }}
{{- end }}
{{- end }}
