{{/*
A service: ServiceAccount, Service, Deployment and PodDisruptionBudget. Called with a dict: root, name, component, port, management, values
(the service's), env (a list), databaseSecret (mounted, if there is one) and progressDeadlineSeconds.
*/}}
{{- define "logcast.service" -}}
{{- $root := .root -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .name }}
  labels:
    {{- include "logcast.labels" $root | nindent 4 }}
    app.kubernetes.io/name: {{ .name }}
    app.kubernetes.io/component: {{ .component }}
automountServiceAccountToken: false
---
apiVersion: v1
kind: Service
metadata:
  name: {{ .name }}
  labels:
    {{- include "logcast.labels" $root | nindent 4 }}
    app.kubernetes.io/name: {{ .name }}
    app.kubernetes.io/component: {{ .component }}
spec:
  selector:
    app.kubernetes.io/name: {{ .name }}
  ports:
    - name: http
      port: {{ .port }}
      targetPort: http
    - name: management
      port: {{ .management }}
      targetPort: management
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .name }}
  labels:
    {{- include "logcast.labels" $root | nindent 4 }}
    app.kubernetes.io/name: {{ .name }}
    app.kubernetes.io/component: {{ .component }}
spec:
  {{- if not .values.autoscaling.enabled }}
  replicas: {{ .values.replicas }}
  {{- end }}
  {{- with .progressDeadlineSeconds }}
  progressDeadlineSeconds: {{ . }}
  {{- end }}
  selector:
    matchLabels:
      app.kubernetes.io/name: {{ .name }}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 0
      maxSurge: 1
  template:
    metadata:
      labels:
        {{- include "logcast.podLabels" $root | nindent 8 }}
        app.kubernetes.io/name: {{ .name }}
        app.kubernetes.io/component: {{ .component }}
      annotations:
        # A change of the settings rolls the pods.
        checksum/settings: {{ include "logcast.settings" $root | sha256sum }}
    spec:
      serviceAccountName: {{ .name }}
      automountServiceAccountToken: false
      {{- with $root.Values.image.pullSecrets }}
      imagePullSecrets:
        {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      {{- with $root.Values.priorityClass.name }}
      priorityClassName: {{ . }}
      {{- end }}
      # preStop and the work in flight (quarkus.shutdown.timeout, drain-timeout), at most 10 s each.
      terminationGracePeriodSeconds: 45
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        runAsGroup: 10001
        fsGroup: 10001
        fsGroupChangePolicy: OnRootMismatch
        seccompProfile:
          type: RuntimeDefault
      topologySpreadConstraints:
        {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
        - maxSkew: 1
          topologyKey: {{ . }}
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app.kubernetes.io/name: {{ $.name }}
          matchLabelKeys:
            - pod-template-hash
        {{- end }}
      containers:
        - name: {{ .name }}
          image: {{ include "logcast.image" (list $root .values.image) }}
          {{- if ne $root.Values.image.pullPolicy "IfNotPresent" }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          {{- end }}
          ports:
            - name: http
              containerPort: {{ .port }}
            - name: management
              containerPort: {{ .management }}
          envFrom:
            - configMapRef:
                name: logcast
          {{- with concat .env .values.extraEnv }}
          env:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          startupProbe:
            httpGet:
              path: /q/health/started
              port: management
            periodSeconds: 2
            failureThreshold: 60
          readinessProbe:
            httpGet:
              path: /q/health/ready
              port: management
            periodSeconds: 5
            timeoutSeconds: 3
          livenessProbe:
            httpGet:
              path: /q/health/live
              port: management
            periodSeconds: 10
            timeoutSeconds: 5
          lifecycle:
            # Requests still come until the endpoints are withdrawn everywhere.
            preStop:
              sleep:
                seconds: 5
          resources:
            {{- toYaml .values.resources | nindent 12 }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop:
                - ALL
          volumeMounts:
            - name: tmp
              mountPath: /tmp
            - name: broker-user
              mountPath: /etc/logcast/broker-user
              readOnly: true
            {{- if .databaseSecret }}
            - name: database-user
              mountPath: /etc/logcast/database-user
              readOnly: true
            {{- end }}
            {{- if $root.Values.keys.secret }}
            - name: keys
              mountPath: /etc/logcast/keys
              readOnly: true
            {{- end }}
            {{- if $root.Values.broker.tls.enabled }}
            - name: broker-ca
              mountPath: /etc/logcast/broker
              readOnly: true
            {{- end }}
      volumes:
        - name: tmp
          emptyDir:
            sizeLimit: 64Mi
        - name: broker-user
          secret:
            secretName: {{ .values.brokerUserSecret }}
            defaultMode: 0440
            items:
              - key: username
                path: username
              - key: password
                path: password
        {{- with .databaseSecret }}
        - name: database-user
          secret:
            secretName: {{ . }}
            defaultMode: 0440
            items:
              - key: username
                path: username
              - key: password
                path: password
        {{- end }}
        {{- with $root.Values.keys.secret }}
        - name: keys
          secret:
            secretName: {{ . }}
            defaultMode: 0440
            items:
              - key: keys
                path: keys
        {{- end }}
        {{- if $root.Values.broker.tls.enabled }}
        - name: broker-ca
          secret:
            secretName: {{ $root.Values.broker.tls.secret }}
            items:
              - key: ca.crt
                path: ca.crt
        {{- end }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ .name }}
  labels:
    {{- include "logcast.labels" $root | nindent 4 }}
    app.kubernetes.io/name: {{ .name }}
    app.kubernetes.io/component: {{ .component }}
spec:
  maxUnavailable: 1
  # A pod that is not ready serves nobody, so it does not hold up a drain.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      app.kubernetes.io/name: {{ .name }}
{{- end }}

{{/* A variable that a Secret has, as a list of one: secret, key, name of the variable. */}}
{{- define "logcast.secretEnv" -}}
- name: {{ index . 2 }}
  valueFrom:
    secretKeyRef:
      name: {{ index . 0 }}
      key: {{ index . 1 }}
{{- end }}
