Feature: Metrics, error reports and bug reports
  What the three services beside the model hold, how they are protected, and how they are turned off.

  @metrics-no-code
  Rule: Operational metrics hold no code

    Source: Telemetry services (s-ha6pr2).
    Reading: prompts and outputs are open (metrics-other-content); error logs too
      (error-content).
    Assumptions: every piece of code and every path of a session is a word found nowhere
      else; it is looked for in the payload, plain and in common encodings. Local
      sessions are meant, since the page speaks of users' machines.

    Scenario: metrics hold no code
      Given any local session in which something is logged
      Then the metrics hold no code

  @metrics-no-paths
  Rule: Operational metrics hold no file paths

    Source: Telemetry services (s-ha6pr2).
    Reading: as for code.
    Assumptions: every piece of code and every path of a session is a word found nowhere
      else; it is looked for in the payload, plain and in common encodings. Local
      sessions are meant, since the page speaks of users' machines. A path is two names at
      least; whether a bare name is one is open (file-name).

    Scenario: metrics hold no paths
      Given any local session in which something is logged
      Then the metrics hold no file path

  @metrics-protected
  Rule: Operational metrics are encrypted with TLS on their way and with 256-bit AES where they are stored

    Source: Telemetry services (s-tc9m4t).
    Reading: for cloud sessions it is open whether the page speaks (cloud-protection).
    Assumptions: none.

    Scenario: metrics are encrypted on their way
      Given operational metrics
      And it is in transit
      And the session is a local one
      Then it is encrypted with TLS

    Scenario: metrics are encrypted where they are stored
      Given operational metrics
      And it is at rest
      And the session is a local one
      Then it is encrypted with 256-bit AES

  @metrics-opt-out
  Rule: Setting DISABLE_TELEMETRY turns operational metrics off

    Source: Telemetry services (s-zx8hnc); Default behaviors by API provider (s-b8kkcv).
    Reading: the value 1 counts under every reading of what setting means
      (set-disable-telemetry).
    Assumptions: the variable stands in the process environment, and the settings file does
      not contradict it (settings-precedence).

    Scenario: metrics are off once opted out of
      Given any environment and settings file
      And DISABLE_TELEMETRY is 1
      And the service is metrics
      Then the service is off

  @errors-protected
  Rule: Error reports are encrypted with TLS on their way and with 256-bit AES where they are stored

    Source: Telemetry services (s-s7dwcn).
    Reading: for cloud sessions it is open whether the page speaks (cloud-protection).
    Assumptions: none.

    Scenario: error reports are encrypted on their way
      Given error reports
      And it is in transit
      And the session is a local one
      Then it is encrypted with TLS

    Scenario: error reports are encrypted where they are stored
      Given error reports
      And it is at rest
      And the session is a local one
      Then it is encrypted with 256-bit AES

  @errors-opt-out
  Rule: Setting DISABLE_ERROR_REPORTING turns error reports off

    Source: Telemetry services (s-7yk6m9); Default behaviors by API provider (s-6ry4xb).
    Reading: the value 1 counts under every reading of what setting means
      (set-disable-error-reporting).
    Assumptions: the variable stands in the process environment, and the settings file does
      not contradict it (settings-precedence).

    Scenario: error reports are off once opted out of
      Given any environment and settings file
      And DISABLE_ERROR_REPORTING is 1
      And the service is error reports
      Then the service is off

  @bug-full-history
  Rule: A bug report that is sent holds the full conversation, code included

    Source: Telemetry services (s-8z9kgb).
    Reading: secrets that were struck out do not count as missing under a weak reading
      (bug-redaction).
    Assumptions: no switch turns bug reports off.

    Scenario: a report is sent when the user wants it
      Given any environment and settings file
      And none of the policy's variables is set but those named below
      And the user runs the bug command
      And the user goes through with it
      Then the report is sent

    Scenario: a report is a full copy
      Given any environment and settings file
      And none of the policy's variables is set but those named below
      And the user runs the bug command
      And the user goes through with it
      Then the report holds the full conversation

  @bug-protected
  Rule: Bug reports are encrypted on their way and where they are stored

    Source: Telemetry services (s-27ryvk).
    Reading: by which methods is open (bug-encryption-method).
    Assumptions: none.

    Scenario: bug reports are encrypted on their way and where they are stored
      Given bug reports
      Then it is encrypted

    Scenario: a report that is sent is encrypted on its way
      Given any environment and settings file
      And none of the policy's variables is set but those named below
      And the user runs the bug command
      And the user goes through with it
      Then the report is encrypted in transit

    Scenario: a report that is sent is encrypted where it is stored
      Given any environment and settings file
      And none of the policy's variables is set but those named below
      And the user runs the bug command
      And the user goes through with it
      Then the report is encrypted at rest

  @bug-issue-on-request
  Rule: A public issue is opened only if that is asked for

    Source: Telemetry services (s-keeqad).
    Derived: An issue is called optional; where that is the user's option, none is opened
      that the user did not ask for.
    Reading: for the user's option; whose option it is, the page does not say
      (issue-option).
    Assumptions: an issue is optional in the sense that the user asks for it.

    Scenario: no request, no issue
      Given any environment and settings file
      And the user runs the bug command
      And no public issue is asked for
      Then no public issue is opened

  @bugs-opt-out
  Rule: Setting DISABLE_BUG_COMMAND turns bug reports off

    Source: Telemetry services (s-j25maj); Default behaviors by API provider (s-h88p9n).
    Reading: the value 1 counts under every reading of what setting means
      (set-disable-bug-command).
    Assumptions: the variable stands in the process environment, and the settings file does
      not contradict it (settings-precedence).

    Scenario: bug reports are off once opted out of
      Given any environment and settings file
      And DISABLE_BUG_COMMAND is 1
      And the service is bug reports
      Then the service is off

  @bug-opt-out-sends-nothing
  Rule: Where bug reports are off, running the command sends nothing and opens no issue

    Source: Telemetry services (s-j25maj); Default behaviors by API provider (s-2cy6ab,
      s-gdvejx, s-rrrahr, s-jthztj, s-h8tqkq).
    Derived: Opting out of bug reporting would mean nothing if a report were sent all the
      same.
    Reading: under every reading.
    Assumptions: the switches stand uncontradicted.

    Scenario: the disabled command sends nothing
      Given any environment and settings file
      And DISABLE_BUG_COMMAND is 1
      And the user runs the bug command
      Then no bug report is sent

    Scenario: the disabled command shares no part of the conversation
      Given any environment and settings file
      And DISABLE_BUG_COMMAND is 1
      And the user runs the bug command
      Then no part of the conversation is sent

    Scenario: the disabled command opens no issue
      Given any environment and settings file
      And DISABLE_BUG_COMMAND is 1
      And the user runs the bug command
      Then no public issue is opened

    Scenario: the switch in the settings file counts for the command, too
      Given any environment and settings file
      And DISABLE_BUG_COMMAND is 1 in the settings file alone
      And the user runs the bug command
      Then no bug report is sent

    Scenario: the common switch keeps reports back, too
      Given any environment and settings file
      And CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC is 1
      And the user runs the bug command
      Then no bug report is sent

    Scenario: on Bedrock no report is sent
      Given any environment and settings file
      And CLAUDE_CODE_USE_BEDROCK is 1
      And the user runs the bug command
      Then no bug report is sent

    Scenario: on Vertex no report is sent
      Given any environment and settings file
      And CLAUDE_CODE_USE_VERTEX is 1
      And the user runs the bug command
      Then no bug report is sent
