{{/* Arguments: root, names (components). A peer list: any of these components of this release. */}}
{{- define "spark.network.peers" -}}
{{- range .names }}
- podSelector:
    matchLabels: {{- include "spark.component.selector" (dict "root" $.root "component" .) | nindent 6 }}
{{- end }}
{{- end }}

{{- define "spark.network.ports" -}}
{{- range . }}
- protocol: TCP
  port: {{ . }}
{{- end }}
{{- end }}

{{/* Executors of one host share a first port and count up: spark.port.maxRetries. */}}
{{- define "spark.network.blockManagers" -}}
- protocol: TCP
  port: 7079
  endPort: 7095
{{- end }}

{{/* Arguments: root, component, ingress (YAML), egress (YAML). */}}
{{- define "spark.network.policy" -}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "spark.metadata" . | nindent 2 }}
spec:
  podSelector:
    matchLabels: {{- include "spark.component.selector" . | nindent 6 }}
  policyTypes:
    {{- if trim .ingress }}
    - Ingress
    {{- end }}
    {{- if trim .egress }}
    - Egress
    {{- end }}
  {{- with regexReplaceAll "\n\\s*\n" (trim .ingress) "\n" }}
  ingress:
    {{- . | nindent 4 }}
  {{- end }}
  {{- with regexReplaceAll "\n\\s*\n" (trim .egress) "\n" }}
  egress:
    {{- . | nindent 4 }}
  {{- end }}
{{ end }}

{{/* Arguments: peers (YAML), ports (YAML), way ("from" or "to"). No peers, no rule. */}}
{{- define "spark.network.rule" -}}
{{- with trim .peers }}
- {{ $.way }}:
    {{- . | nindent 4 }}
  ports:
    {{- trim $.ports | nindent 4 }}
{{ end }}
{{- end }}

{{/* Where a platform keeps its DNS. Policies see the pods behind the Service: OpenShift's listen on another port. */}}
{{- define "spark.network.dns" -}}
{{- if eq .Values.platform "openshift" -}}
namespace: openshift-dns
podLabels:
  dns.operator.openshift.io/daemonset-dns: default
port: 5353
{{- else -}}
namespace: kube-system
podLabels:
  k8s-app: kube-dns
port: 53
{{- end -}}
{{- end }}

{{- define "spark.network-policies" -}}
{{- if .Values.networkPolicy.enabled }}
{{- $root := . }}
{{- $network := .Values.networkPolicy }}
{{- $dns := include "spark.network.dns" . | fromYaml }}
{{- $kubernetes := eq .Values.connect.backend "kubernetes" }}
{{- $executors := ternary "executor" "worker" $kubernetes }}
{{- $drivers := list }}
{{- if .Values.connect.enabled }}{{ $drivers = append $drivers "connect" }}{{ end }}
{{- if .Values.tests.enabled }}{{ $drivers = append $drivers "test" }}{{ end }}
---
# Nothing goes in or out of any pod of this release, executors included, unless a policy below says so.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "spark.metadata" (dict "root" . "component" "default-deny") | nindent 2 }}
spec:
  podSelector:
    matchLabels: {{- include "spark.selector" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "spark.metadata" (dict "root" . "component" "dns") | nindent 2 }}
spec:
  podSelector:
    matchLabels: {{- include "spark.selector" . | nindent 6 }}
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: {{ default $dns.namespace $network.dns.namespace }}
          podSelector:
            matchLabels: {{- default $dns.podLabels $network.dns.podLabels | toYaml | nindent 14 }}
      ports:
        - protocol: UDP
          port: {{ default $dns.port $network.dns.port }}
        - protocol: TCP
          port: {{ default $dns.port $network.dns.port }}
{{- $driverPorts := include "spark.network.ports" (list 7078 7079) }}
{{- $blockManagers := include "spark.network.blockManagers" . }}
{{- $apiServer := "" }}
{{- if $kubernetes }}
{{- $peers := "" }}
{{- range $network.apiServer.cidrs }}{{ $peers = printf "%s\n- ipBlock:\n    cidr: %s" $peers . }}{{ end }}
{{- $apiServer = include "spark.network.rule" (dict "way" "to" "peers" $peers "ports" (include "spark.network.ports" $network.apiServer.ports)) }}
{{- end }}
{{- $toExecutors := include "spark.network.rule" (dict "way" "to" "peers" (include "spark.network.peers" (dict "root" . "names" (list $executors))) "ports" $blockManagers) }}
{{- $toMaster := "" }}
{{- $backToDriver := list $executors }}
{{- if .Values.standalone.enabled }}
{{- $backToDriver = uniq (append $backToDriver "master") }}
{{- $toMaster = include "spark.network.rule" (dict "way" "to" "peers" (include "spark.network.peers" (dict "root" . "names" (list "master"))) "ports" (include "spark.network.ports" (list 7077))) }}
{{- end }}
{{- $fromExecutors := include "spark.network.rule" (dict "way" "from" "peers" (include "spark.network.peers" (dict "root" . "names" $backToDriver)) "ports" $driverPorts) }}
{{- $storage := "" }}
{{- with $network.extraEgress }}{{ $storage = toYaml . }}{{ end }}
{{- $packages := "" }}
{{- if include "spark.packages" . | fromJsonArray }}
{{- $packages = printf "- to:\n    - ipBlock:\n        cidr: 0.0.0.0/0\n        except: %s\n  ports:\n    - protocol: TCP\n      port: 443" (toJson $network.privateRanges) }}
{{- end }}
{{- $uiClients := "" }}
{{- with $network.uiClients }}{{ $uiClients = toYaml . }}{{ end }}
{{- if .Values.connect.enabled }}
{{- $clients := include "spark.network.peers" (dict "root" . "names" (ternary (list "test") list .Values.tests.enabled)) }}
{{- with $network.clients }}{{ $clients = printf "%s\n%s" $clients (toYaml .) }}{{ end }}
{{ include "spark.network.policy" (dict "root" . "component" "connect"
  "ingress" (printf "%s\n%s\n%s"
    (include "spark.network.rule" (dict "way" "from" "peers" $clients "ports" (include "spark.network.ports" (list 15002))))
    (include "spark.network.rule" (dict "way" "from" "peers" $uiClients "ports" (include "spark.network.ports" (list 4040))))
    $fromExecutors)
  "egress" (printf "%s\n%s\n%s\n%s\n%s" $toExecutors $toMaster $apiServer $packages $storage)) }}
{{- end }}
{{- if $kubernetes }}
{{ include "spark.network.policy" (dict "root" . "component" "executor"
  "ingress" (include "spark.network.rule" (dict "way" "from" "peers" (include "spark.network.peers" (dict "root" . "names" (append $drivers "executor"))) "ports" $blockManagers))
  "egress" (printf "%s\n%s\n%s"
    (include "spark.network.rule" (dict "way" "to" "peers" (include "spark.network.peers" (dict "root" . "names" $drivers)) "ports" $driverPorts))
    $toExecutors $storage)) }}
{{- end }}
{{- if .Values.standalone.enabled }}
{{ include "spark.network.policy" (dict "root" . "component" "master"
  "ingress" (printf "%s\n%s"
    (include "spark.network.rule" (dict "way" "from" "peers" (include "spark.network.peers" (dict "root" . "names" (append $drivers "worker"))) "ports" (include "spark.network.ports" (list 7077))))
    (include "spark.network.rule" (dict "way" "from" "peers" $uiClients "ports" (include "spark.network.ports" (list 8080)))))
  "egress" (printf "%s\n%s"
    (include "spark.network.rule" (dict "way" "to" "peers" (include "spark.network.peers" (dict "root" . "names" (list "worker"))) "ports" (include "spark.network.ports" (list 7076))))
    (include "spark.network.rule" (dict "way" "to" "peers" (include "spark.network.peers" (dict "root" . "names" $drivers)) "ports" (include "spark.network.ports" (list 7078)))))) }}
{{ include "spark.network.policy" (dict "root" . "component" "worker"
  "ingress" (printf "%s\n%s\n%s"
    (include "spark.network.rule" (dict "way" "from" "peers" (include "spark.network.peers" (dict "root" . "names" (list "master"))) "ports" (include "spark.network.ports" (list 7076))))
    (include "spark.network.rule" (dict "way" "from" "peers" (include "spark.network.peers" (dict "root" . "names" (append $drivers "worker"))) "ports" $blockManagers))
    (include "spark.network.rule" (dict "way" "from" "peers" $uiClients "ports" (include "spark.network.ports" (list 8081)))))
  "egress" (printf "%s\n%s\n%s\n%s"
    $toMaster
    (include "spark.network.rule" (dict "way" "to" "peers" (include "spark.network.peers" (dict "root" . "names" $drivers)) "ports" $driverPorts))
    (include "spark.network.rule" (dict "way" "to" "peers" (include "spark.network.peers" (dict "root" . "names" (list "worker"))) "ports" $blockManagers))
    $storage)) }}
{{- end }}
{{- if and .Values.historyServer.enabled (or $uiClients $storage) }}
{{ include "spark.network.policy" (dict "root" . "component" "history-server"
  "ingress" (include "spark.network.rule" (dict "way" "from" "peers" $uiClients "ports" (include "spark.network.ports" (list 18080))))
  "egress" $storage) }}
{{- end }}
{{- if .Values.tests.enabled }}
{{- $toConnect := "" }}
{{- if .Values.connect.enabled }}
{{- $toConnect = include "spark.network.rule" (dict "way" "to" "peers" (include "spark.network.peers" (dict "root" . "names" (list "connect"))) "ports" (include "spark.network.ports" (list 15002))) }}
{{- end }}
{{ include "spark.network.policy" (dict "root" . "component" "test"
  "ingress" $fromExecutors
  "egress" (printf "%s\n%s\n%s\n%s\n%s" $toConnect $toExecutors $toMaster $apiServer $packages)) }}
{{- end }}
{{- end }}
{{- end }}
