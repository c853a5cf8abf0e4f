{{/* `helm test` runs a real job on the release's own executors: SparkPi, as a driver of its own in this pod. */}}
{{- define "spark.tests" -}}
{{- if .Values.tests.enabled }}
{{- $name := include "spark.fullname" . }}
{{- $context := dict "root" . "component" "test" }}
{{- $kubernetes := eq .Values.connect.backend "kubernetes" }}
{{- $line := include "spark.line" . | fromYaml }}
apiVersion: v1
kind: Pod
metadata:
  {{- include "spark.metadata" (merge (dict "name" "test-job") $context) | nindent 2 }}
  annotations:
    helm.sh/hook: test
    helm.sh/hook-delete-policy: before-hook-creation
spec:
  {{- include "spark.pod.head" (dict "root" . "serviceAccount" (include "spark.serviceAccount.server" .) "token" $kubernetes "scheduling" .Values.tests) | nindent 2 }}
  restartPolicy: Never
  containers:
    - name: spark-pi
      {{- include "spark.pod.image" . | nindent 6 }}
      command: [bash, -euo, pipefail, -c]
      args:
        - |
          {{- if .Values.connect.enabled }}
          for attempt in $(seq 60); do
            if (exec 3<>"/dev/tcp/{{ $name }}-connect/15002") 2>/dev/null; then break; fi
            if [ "$attempt" = 60 ]; then echo "the Connect server does not answer on port 15002" >&2; exit 1; fi
            sleep 2
          done
          {{- end }}
          /opt/spark/bin/spark-submit --class org.apache.spark.examples.SparkPi \
            --conf "spark.driver.host=$POD_IP" \
            --conf spark.app.name={{ $name }}-test \
            {{- if $kubernetes }}
            --conf "spark.kubernetes.driver.pod.name=$POD_NAME" \
            {{- end }}
            --conf spark.executor.instances=1 --conf spark.cores.max=1 \
            local:///opt/spark/examples/jars/spark-examples_{{ $line.scala }}-{{ include "spark.version" . }}.jar {{ .Values.tests.slices }} | tee /tmp/answer
          grep -F 'Pi is roughly 3.1' /tmp/answer
      env:
        {{- include "spark.pod.environment" . | nindent 8 }}
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
      resources: {{- toYaml .Values.tests.resources | nindent 8 }}
      volumeMounts: {{- include "spark.pod.mounts" . | nindent 8 }}
  volumes: {{- include "spark.pod.volumes" . | nindent 4 }}
{{- end }}
{{- end }}
