Feature: The whole policy, question by question
  For each question, over all its situations: each answer is one that some admissible reading of
  the page allows. Here the open points are met, about which no rule can speak. Where an answer
  says several things, one reading explains all of them. One reading may explain one answer and
  another reading the next; the report names those that were relied on.

  @agrees-selection @training
  Scenario: Every answer on selection is admissible (the user's choice)
    Given any situation
    Then each answer on selection is one that the page allows

  @agrees-training @training
  Scenario: Every answer on training is admissible (use for training)
    Given any situation
    Then each answer on training is one that the page allows

  @agrees-opt-in @programme
  Scenario: Every answer on opt in is admissible (effect of an opt-in)
    Given any situation
    Then each answer on opt in is one that the page allows

  @agrees-survey-record @surveys
  Scenario: Every answer on survey record is admissible (record of a survey)
    Given any situation
    Then each answer on survey record is one that the page allows

  @agrees-retention @retention
  Scenario: Every answer on retention is admissible (period on servers)
    Given any situation
    Then each answer on retention is one that the page allows

  @agrees-presence @retention
  Scenario: Every answer on presence is admissible (presence on servers)
    Given any situation
    Then each answer on presence is one that the page allows

  @agrees-local-cache @retention
  Scenario: Every answer on local cache is admissible (presence on the user's machine)
    Given any situation
    Then each answer on local cache is one that the page allows

  @agrees-protection @data-flow
  Scenario: Every answer on protection is admissible (protection of a stream)
    Given any situation
    Then each answer on protection is one that the page allows

  @agrees-cloud-session @cloud
  Scenario: Every answer on cloud session is admissible (trace of a cloud session)
    Given any situation
    Then each answer on cloud session is one that the page allows

  @agrees-metrics-event @telemetry
  Scenario: Every answer on metrics event is admissible (payload of a metrics event)
    Given any situation
    Then each answer on metrics event is one that the page allows

  @agrees-error-event @telemetry
  Scenario: Every answer on error event is admissible (payload of an error report)
    Given any situation
    Then each answer on error event is one that the page allows

  @agrees-bug-report @telemetry
  Scenario: Every answer on bug report is admissible (a bug report)
    Given any situation
    Then each answer on bug report is one that the page allows

  @agrees-provider @providers
  Scenario: Every answer on provider is admissible (who serves the requests)
    Given any situation
    Then each answer on provider is one that the page allows

  @agrees-traffic @telemetry
  Scenario: Every answer on traffic is admissible (whether a service is on)
    Given any situation
    Then each answer on traffic is one that the page allows

  @agrees-environment @providers
  Scenario: Every answer on environment is admissible (environment and settings handed on)
    Given any situation
    Then each answer on environment is one that the page allows
