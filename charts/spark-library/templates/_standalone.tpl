{{- define "spark.standalone" -}}
{{- if .Values.standalone.enabled }}
{{- include "spark.standalone.master" . }}
{{ include "spark.standalone.worker" . }}
{{- end }}
{{- end }}

{{- define "spark.standalone.master" -}}
{{- $name := include "spark.fullname" . }}
{{- $context := dict "root" . "component" "master" }}
---
apiVersion: v1
kind: Service
metadata:
  {{- include "spark.metadata" $context | nindent 2 }}
spec:
  type: ClusterIP
  publishNotReadyAddresses: true
  selector: {{- include "spark.component.selector" $context | nindent 4 }}
  ports:
    - name: master
      port: 7077
      targetPort: master
    - name: ui
      port: 8080
      targetPort: ui
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  {{- include "spark.metadata" $context | nindent 2 }}
spec:
  replicas: 1
  serviceName: {{ $name }}-master
  selector:
    matchLabels: {{- include "spark.component.selector" $context | nindent 6 }}
  template:
    metadata:
      {{- include "spark.pod.metadata" (merge (dict "port" "8080" "path" "/metrics/master/prometheus/") $context) | nindent 6 }}
    spec:
      {{- include "spark.pod.head" (dict "root" . "serviceAccount" (include "spark.serviceAccount.executor" .) "token" false "scheduling" .Values.standalone.master) | nindent 6 }}
      containers:
        - name: master
          {{- include "spark.pod.image" . | nindent 10 }}
          args:
            - /opt/spark/bin/spark-class
            - org.apache.spark.deploy.master.Master
            - --host
            - 0.0.0.0
            - --port
            - "7077"
            - --webui-port
            - "8080"
          env:
            {{- include "spark.standalone.environment" . | nindent 12 }}
          ports:
            - name: master
              containerPort: 7077
            - name: ui
              containerPort: 8080
          {{- include "spark.pod.probes" (dict "port" "ui" "path" "/") | nindent 10 }}
          resources: {{- toYaml .Values.standalone.master.resources | nindent 12 }}
          volumeMounts: {{- include "spark.pod.mounts" . | nindent 12 }}
      volumes: {{- include "spark.pod.volumes" . | nindent 8 }}
{{- end }}

{{- define "spark.standalone.worker" -}}
{{- $name := include "spark.fullname" . }}
{{- $context := dict "root" . "component" "worker" }}
{{- $scheduling := .Values.standalone.worker }}
{{- $resources := deepCopy .Values.standalone.worker.resources }}
{{- if .Values.gpu.enabled }}
{{- $scheduling = dict "nodeSelector" (merge (deepCopy .Values.gpu.nodeSelector) .Values.standalone.worker.nodeSelector) "tolerations" (concat .Values.standalone.worker.tolerations .Values.gpu.tolerations) "affinity" .Values.standalone.worker.affinity }}
{{- $_ := set $resources.limits (printf "%s/gpu" .Values.gpu.vendor) .Values.gpu.amount }}
{{- end }}
---
apiVersion: v1
kind: Service
metadata:
  {{- include "spark.metadata" $context | nindent 2 }}
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector: {{- include "spark.component.selector" $context | nindent 4 }}
  ports:
    - name: worker
      port: 7076
      targetPort: worker
    - name: ui
      port: 8081
      targetPort: ui
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  {{- include "spark.metadata" $context | nindent 2 }}
spec:
  replicas: {{ .Values.standalone.worker.replicas }}
  serviceName: {{ $name }}-worker
  podManagementPolicy: Parallel
  selector:
    matchLabels: {{- include "spark.component.selector" $context | nindent 6 }}
  template:
    metadata:
      {{- include "spark.pod.metadata" (merge (dict "port" "8081" "path" "/metrics/prometheus/") $context) | nindent 6 }}
    spec:
      {{- include "spark.pod.head" (dict "root" . "serviceAccount" (include "spark.serviceAccount.executor" .) "token" false "scheduling" $scheduling) | nindent 6 }}
      containers:
        - name: worker
          {{- include "spark.pod.image" . | nindent 10 }}
          args:
            - /opt/spark/bin/spark-class
            - org.apache.spark.deploy.worker.Worker
            - --host
            - $(POD_IP)
            - --port
            - "7076"
            - --webui-port
            - "8081"
            - --cores
            - {{ .Values.standalone.worker.cores | quote }}
            - --memory
            - {{ .Values.standalone.worker.memory }}
            - --work-dir
            - /opt/spark/work-dir
            - spark://{{ $name }}-master:7077
          env:
            {{- include "spark.standalone.environment" . | nindent 12 }}
            - name: POD_IP
              valueFrom:
                fieldRef:
                  fieldPath: status.podIP
            {{- if .Values.gpu.enabled }}
            - name: SPARK_WORKER_OPTS
              value: >-
                -Dspark.worker.resource.gpu.amount={{ .Values.gpu.amount }}
                -Dspark.worker.resource.gpu.discoveryScript={{ .Values.gpu.discoveryScript }}
            {{- end }}
          ports:
            - name: worker
              containerPort: 7076
            - name: ui
              containerPort: 8081
            - name: block-manager
              containerPort: 7079
          {{- include "spark.pod.probes" (dict "port" "ui" "path" "/") | nindent 10 }}
          resources: {{- toYaml $resources | nindent 12 }}
          volumeMounts: {{- include "spark.pod.mounts" . | nindent 12 }}
      volumes: {{- include "spark.pod.volumes" . | nindent 8 }}
{{- end }}

{{- define "spark.standalone.environment" -}}
{{ include "spark.pod.environment" . }}
- name: HOME
  value: /tmp
{{- end }}
