{{/* Labels of every object; those of pods have neither the chart nor who manages it, so that a new chart alone rolls none. */}}
{{- define "logcast.labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{ include "logcast.podLabels" . }}
{{- end }}

{{- define "logcast.podLabels" -}}
app.kubernetes.io/part-of: logcast
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | quote }}
{{- end }}

{{- define "logcast.brokerPort" -}}
{{ .Values.broker.port | default (ternary 5671 5672 .Values.broker.tls.enabled) }}
{{- end }}

{{/* An egress rule's destinations: the ranges, or everywhere. */}}
{{- define "logcast.ranges" -}}
{{- if . }}
to:
  {{- range . }}
  - ipBlock:
      cidr: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "logcast.image" -}}
{{- $root := index . 0 }}{{ $image := index . 1 -}}
{{ with $root.Values.image.registry }}{{ . }}/{{ end }}{{ $image.repository }}:{{ $root.Values.image.tag | default $root.Chart.AppVersion }}{{ with $image.digest }}@{{ . }}{{ end }}
{{- end }}
