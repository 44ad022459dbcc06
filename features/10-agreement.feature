Feature: The whole policy, question by question
  For each question one agreement over all its situations: what the target answers is among the
  answers that the policy permits under some admissible reading. Here the open points are met,
  about which no rule can speak.

  @agrees-selection @training
  Scenario: Agreement on selection (the user's choice)
    Given any situation
    Then the target agrees with the reference on selection

  @agrees-training @training
  Scenario: Agreement on training (use for training)
    Given any situation
    Then the target agrees with the reference on training

  @agrees-opt-in @programme
  Scenario: Agreement on opt in (effect of an opt-in)
    Given any situation
    Then the target agrees with the reference on opt in

  @agrees-survey-record @surveys
  Scenario: Agreement on survey record (record of a survey)
    Given any situation
    Then the target agrees with the reference on survey record

  @agrees-retention @retention
  Scenario: Agreement on retention (period on servers)
    Given any situation
    Then the target agrees with the reference on retention

  @agrees-presence @retention
  Scenario: Agreement on presence (presence on servers)
    Given any situation
    Then the target agrees with the reference on presence

  @agrees-local-cache @retention
  Scenario: Agreement on local cache (presence on the user's machine)
    Given any situation
    Then the target agrees with the reference on local cache

  @agrees-protection @data-flow
  Scenario: Agreement on protection (protection of a stream)
    Given any situation
    Then the target agrees with the reference on protection

  @agrees-cloud-session @cloud
  Scenario: Agreement on cloud session (trace of a cloud session)
    Given any situation
    Then the target agrees with the reference on cloud session

  @agrees-metrics-event @telemetry
  Scenario: Agreement on metrics event (payload of a metrics event)
    Given any situation
    Then the target agrees with the reference on metrics event

  @agrees-error-event @telemetry
  Scenario: Agreement on error event (payload of an error report)
    Given any situation
    Then the target agrees with the reference on error event

  @agrees-bug-report @telemetry
  Scenario: Agreement on bug report (a bug report)
    Given any situation
    Then the target agrees with the reference on bug report

  @agrees-provider @providers
  Scenario: Agreement on provider (who serves the requests)
    Given any situation
    Then the target agrees with the reference on provider

  @agrees-traffic @telemetry
  Scenario: Agreement on traffic (whether a service is on)
    Given any situation
    Then the target agrees with the reference on traffic

  @agrees-environment @providers
  Scenario: Agreement on environment (environment and settings handed on)
    Given any situation
    Then the target agrees with the reference on environment
