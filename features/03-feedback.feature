Feature: Feedback sent with the bug command
  What becomes of a transcript that a user sends with the bug command.
  Whether improving products includes training is an open point: bug-feedback-training.

  @feedback-voluntary
  Rule: A transcript is sent only if the user chooses to send it

    Source: Feedback using the /bug command (s-54rt6v).
    Reading: under every reading.
    Assumptions: a user who runs the command and cancels has not chosen to send.

    Scenario: who cancels sends nothing
      Given any environment and settings file
      And the user runs the bug command
      And the user cancels
      Then nothing is sent

    Scenario: who cancels shares no part of the conversation
      Given any environment and settings file
      And the user runs the bug command
      And the user cancels
      Then no report leaves the machine

  @feedback-kept
  Rule: A transcript shared with the bug command is kept for 5 years, whatever the account, its plan and its setting

    Source: Feedback using the /bug command (s-mzd7cn).
    Reading: for zero-retention customers there is a conflict (bug-under-zdr).
    Assumptions: none.

    Scenario: a shared transcript has its own period
      Given any account
      And it is used in any way but with a zero-retention key
      And a transcript shared with the bug command
      Then it is kept for 5 years
