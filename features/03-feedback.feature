Feature: Feedback sent with the bug command
  What becomes of a transcript that a user sends with the bug command.
  Whether improving products includes training is an open point: bug-feedback-training.

  @feedback-voluntary
  Rule: A transcript is sent only if the user chooses to send it

    Source: Feedback using the /bug command (s-54rt6v); Telemetry services (s-8z9kgb).
    Derived: The page ties the use of feedback to the user's choice to send it, and the
      sending to running the command; that nothing is sent against that choice follows from
      both.
    Reading: under every reading.
    Assumptions: a user who runs the command and cancels has not chosen to send.

    Scenario: who cancels sends nothing
      Given any environment and settings file
      And the user runs the bug command
      And the user cancels
      Then no bug report is sent

    Scenario: who cancels shares no part of the conversation
      Given any environment and settings file
      And the user runs the bug command
      And the user cancels
      Then no part of the conversation is sent

    Scenario: who cancels opens no issue
      Given any environment and settings file
      And the user runs the bug command
      And the user cancels
      Then no public issue is opened

  @feedback-kept
  Rule: Save where a zero-retention key is used, the retention period of a transcript shared with the bug command is 5 years, whatever the plan and the setting

    Source: Feedback using the /bug command (s-mzd7cn).
    Reading: under every reading; with a zero-retention key two sentences are in conflict
      (bug-under-zdr), so that this is open.
    Assumptions: none.

    Scenario: a shared transcript has its own period
      Given any account
      And it is used in any way but with a zero-retention key
      And a transcript shared with the bug command
      Then its retention period is 5 years
