Feature: Defaults by provider, and the switches
  Which services are on by default, by provider, and which switches turn them off.

  @provider-claude-api
  Rule: Without one of the provider variables, requests are served by the Claude API

    Source: Default behaviors by API provider (s-558qat, s-d4zya4).
    Derived: The two other columns require their variable to be 1; what remains is the
      first.
    Reading: under every reading.
    Assumptions: other variables, such as the base URL of a proxy and regions, do not choose
      the provider; a gateway that leads to a cloud provider is open (other-gateways).

    Scenario: the Claude API serves by default
      Given any environment and settings file
      And neither provider variable is set
      Then requests are served by the Claude API

  @provider-bedrock
  Rule: With CLAUDE_CODE_USE_BEDROCK at 1, and the other not set, requests are served by Bedrock

    Source: Default behaviors by API provider (s-d4zya4, s-qzv75e, s-h8tqkq).
    Derived: The cells say that the variable must be 1; that this selects their column is
      inferred, since the page names nothing else that does.
    Reading: what the cells mean is open under a weak reading (must-be-one), other values than
      1 are so, too (set-use-bedrock); both variables at once are open (both-providers).
    Assumptions: the settings file does not contradict the process environment.

    Scenario: the variable selects Bedrock
      Given any environment and settings file
      And CLAUDE_CODE_USE_BEDROCK is 1
      And CLAUDE_CODE_USE_VERTEX is not set
      Then requests are served by Bedrock

  @provider-vertex
  Rule: With CLAUDE_CODE_USE_VERTEX at 1, and the other not set, requests are served by Vertex

    Source: Default behaviors by API provider (s-558qat, s-eqh92b, s-jthztj).
    Derived: The cells say that the variable must be 1; that this selects their column is
      inferred, since the page names nothing else that does.
    Reading: what the cells mean is open under a weak reading (must-be-one), other values than
      1 are so, too (set-use-vertex); both variables at once are open (both-providers).
    Assumptions: the settings file does not contradict the process environment.

    Scenario: the variable selects Vertex
      Given any environment and settings file
      And CLAUDE_CODE_USE_VERTEX is 1
      And CLAUDE_CODE_USE_BEDROCK is not set
      Then requests are served by Vertex

  @metrics-default
  Rule: On the Claude API, operational metrics are on unless they are opted out of

    Source: Default behaviors by API provider (s-b8kkcv).
    Reading: under every reading.
    Assumptions: the variables of other services and other variables may hold anything.

    Scenario: metrics are on by default on the Claude API
      Given any environment and settings file
      And neither provider variable is set
      And the switch for all non-essential traffic is not set
      And DISABLE_TELEMETRY is not set
      And the service is metrics
      Then the service is on

  @errors-default
  Rule: On the Claude API, error reports are on unless they are opted out of

    Source: Default behaviors by API provider (s-6ry4xb).
    Reading: under every reading.
    Assumptions: the variables of other services and other variables may hold anything.

    Scenario: error reports are on by default on the Claude API
      Given any environment and settings file
      And neither provider variable is set
      And the switch for all non-essential traffic is not set
      And DISABLE_ERROR_REPORTING is not set
      And the service is error reports
      Then the service is on

  @bugs-default
  Rule: On the Claude API, bug reports are on unless they are opted out of

    Source: Default behaviors by API provider (s-h88p9n).
    Reading: under every reading.
    Assumptions: the variables of other services and other variables may hold anything.

    Scenario: bug reports are on by default on the Claude API
      Given any environment and settings file
      And neither provider variable is set
      And the switch for all non-essential traffic is not set
      And DISABLE_BUG_COMMAND is not set
      And the service is bug reports
      Then the service is on

  @cloud-providers-off
  Rule: On Bedrock and on Vertex, metrics, error reports and bug reports are off

    Source: Default behaviors by API provider (s-rrrahr, s-558qat, s-d4zya4, s-eqh92b,
      s-qzv75e, s-jthztj, s-h8tqkq).
    Reading: under every reading, also if the other provider's variable is set.
    Assumptions: whether surveys belong to this traffic is open (surveys-nonessential).

    Scenario: Bedrock turns the three services off
      Given any environment and settings file
      And CLAUDE_CODE_USE_BEDROCK is 1
      And the service is metrics, error reports or bug reports
      Then the service is off

    Scenario: Vertex turns the three services off
      Given any environment and settings file
      And CLAUDE_CODE_USE_VERTEX is 1
      And the service is metrics, error reports or bug reports
      Then the service is off

    Scenario Outline: the table of defaults
      Given any environment and settings file
      And none of the policy's variables is set but those named below
      And the process environment sets <variable> to "1"
      And the service is <service>
      Then the service is <state>

      Examples:
        | variable                | service       | state |
        | CLAUDE_CODE_USE_VERTEX  | metrics       | off   |
        | CLAUDE_CODE_USE_VERTEX  | error reports | off   |
        | CLAUDE_CODE_USE_VERTEX  | bug reports   | off   |
        | CLAUDE_CODE_USE_BEDROCK | metrics       | off   |
        | CLAUDE_CODE_USE_BEDROCK | error reports | off   |
        | CLAUDE_CODE_USE_BEDROCK | bug reports   | off   |

  @both-providers-off
  Rule: With both provider variables at 1 the three services are off, whichever provider serves

    Source: Default behaviors by API provider (s-rrrahr, s-558qat, s-d4zya4, s-eqh92b,
      s-qzv75e, s-jthztj, s-h8tqkq).
    Derived: Both columns say the same.
    Reading: under every reading of which provider serves (both-providers).
    Assumptions: none.

    Scenario: two providers, three services off
      Given any environment and settings file
      And CLAUDE_CODE_USE_BEDROCK is 1
      And CLAUDE_CODE_USE_VERTEX is 1
      And the service is metrics, error reports or bug reports
      Then the service is off

  @umbrella-off
  Rule: Setting CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC turns metrics, error reports and bug reports off at once

    Source: Default behaviors by API provider (s-gdvejx).
    Reading: the value 1 counts under every reading of what setting means (set-umbrella).
    Assumptions: whether surveys belong to this traffic is open (surveys-nonessential).

    Scenario: one switch for all three services
      Given any environment and settings file
      And CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC is 1
      And the service is metrics, error reports or bug reports
      Then the service is off

  @opt-out-is-its-own
  Rule: Opting out of one service leaves the others on

    Source: Default behaviors by API provider (s-b8kkcv, s-6ry4xb, s-h88p9n).
    Derived: Each row of the table is on by default and names one variable that disables it.
    Reading: under every reading.
    Assumptions: none.

    Scenario: opting out of metrics leaves the rest on
      Given any environment and settings file
      And neither provider variable is set
      And the switch for all non-essential traffic is not set
      And DISABLE_TELEMETRY is 1
      And DISABLE_ERROR_REPORTING is not set
      And DISABLE_BUG_COMMAND is not set
      And the service is error reports or bug reports
      Then the service is on

    Scenario: opting out of error reports leaves the rest on
      Given any environment and settings file
      And neither provider variable is set
      And the switch for all non-essential traffic is not set
      And DISABLE_ERROR_REPORTING is 1
      And DISABLE_TELEMETRY is not set
      And DISABLE_BUG_COMMAND is not set
      And the service is metrics or bug reports
      Then the service is on

    Scenario: opting out of bug reports leaves the rest on
      Given any environment and settings file
      And neither provider variable is set
      And the switch for all non-essential traffic is not set
      And DISABLE_BUG_COMMAND is 1
      And DISABLE_TELEMETRY is not set
      And DISABLE_ERROR_REPORTING is not set
      And the service is metrics or error reports
      Then the service is on

    Scenario Outline: the table of opt-outs
      Given any environment and settings file
      And none of the policy's variables is set but those named below
      And the process environment sets <variable> to "1"
      And the service is <service>
      Then the service is <state>

      Examples:
        | variable                | service       | state |
        | DISABLE_TELEMETRY       | metrics       | off   |
        | DISABLE_TELEMETRY       | error reports | on    |
        | DISABLE_TELEMETRY       | bug reports   | on    |
        | DISABLE_ERROR_REPORTING | metrics       | on    |
        | DISABLE_ERROR_REPORTING | error reports | off   |
        | DISABLE_ERROR_REPORTING | bug reports   | on    |
        | DISABLE_BUG_COMMAND     | metrics       | on    |
        | DISABLE_BUG_COMMAND     | error reports | on    |
        | DISABLE_BUG_COMMAND     | bug reports   | off   |

  @nothing-undoes-an-opt-out
  Rule: Whatever the other variables hold, an opt-out in force stays in force

    Source: Default behaviors by API provider (s-gdvejx, s-b8kkcv, s-6ry4xb, s-h88p9n).
    Derived: The page names variables that turn services off and none that turns one on.
    Reading: under every reading.
    Assumptions: values such as 0, false and the empty one are asked about.

    Scenario: a switch at 0 does not undo the common one
      Given any environment and settings file
      And CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC is 1
      And the switches of the single services hold anything but 1
      And the service is metrics, error reports or bug reports
      Then the service is off

    Scenario: a switch at 0 does not turn a service on at Bedrock
      Given any environment and settings file
      And CLAUDE_CODE_USE_BEDROCK is 1
      And the switches of the single services hold anything but 1
      And the service is metrics, error reports or bug reports
      Then the service is off

  @settings-count
  Rule: A variable in the settings file counts like one in the process environment

    Source: Default behaviors by API provider (s-2cy6ab).
    Reading: which place counts when both speak is open (settings-precedence).
    Assumptions: the settings file holds variables under the key env, as the page it refers
      to may say (settings-form).

    Scenario: DISABLE_TELEMETRY counts in the settings file
      Given any environment and settings file
      And DISABLE_TELEMETRY is 1 in the settings file alone
      And the service is metrics
      Then the service is off

    Scenario: DISABLE_ERROR_REPORTING counts in the settings file
      Given any environment and settings file
      And DISABLE_ERROR_REPORTING is 1 in the settings file alone
      And the service is error reports
      Then the service is off

    Scenario: DISABLE_BUG_COMMAND counts in the settings file
      Given any environment and settings file
      And DISABLE_BUG_COMMAND is 1 in the settings file alone
      And the service is bug reports
      Then the service is off

    Scenario: CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC counts in the settings file
      Given any environment and settings file
      And CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC is 1 in the settings file alone
      And the service is metrics, error reports or bug reports
      Then the service is off

    Scenario: the Bedrock variable selects from the settings file
      Given any environment and settings file
      And CLAUDE_CODE_USE_BEDROCK is 1 in the settings file alone
      And CLAUDE_CODE_USE_VERTEX is not set
      Then requests are served by Bedrock

    Scenario: the Vertex variable selects from the settings file
      Given any environment and settings file
      And CLAUDE_CODE_USE_VERTEX is 1 in the settings file alone
      And CLAUDE_CODE_USE_BEDROCK is not set
      Then requests are served by Vertex

    Scenario: CLAUDE_CODE_USE_BEDROCK counts in the settings file
      Given any environment and settings file
      And CLAUDE_CODE_USE_BEDROCK is 1 in the settings file alone
      And the service is metrics, error reports or bug reports
      Then the service is off

    Scenario: CLAUDE_CODE_USE_VERTEX counts in the settings file
      Given any environment and settings file
      And CLAUDE_CODE_USE_VERTEX is 1 in the settings file alone
      And the service is metrics, error reports or bug reports
      Then the service is off

  @handover-keeps-opt-outs
  Rule: Who hands a configuration on keeps every opt-out that came in

    Source: Telemetry services (s-zx8hnc, s-7yk6m9, s-j25maj); Default behaviors by API
      provider (s-gdvejx).
    Derived: The user's opt-out is in force only if it reaches the client.
    Reading: it suffices that one admissible reading explains the whole: what was off under
      it stays off.
    Assumptions: for launchers, wrappers and images that were not told to change a switch or
      the provider by the user or the organisation.

    Scenario: no opt-out is lost
      Given any environment and settings file
      Then no opt-out is lost on the way

  @handover-adds-none
  Rule: Who hands a configuration on does not switch off what was on

    Source: Default behaviors by API provider (s-b8kkcv, s-6ry4xb, s-h88p9n).
    Derived: The defaults are the user's to change, and the table names no other way.
    Reading: it suffices that one admissible reading explains the whole: what was on under
      it stays on.
    Assumptions: for launchers, wrappers and images that were not told to change a switch or
      the provider by the user or the organisation.

    Scenario: no service is silenced unasked
      Given any environment and settings file
      Then no service is switched off on the way

  @handover-keeps-provider
  Rule: Who hands a configuration on keeps the provider

    Source: Default behaviors by API provider (s-558qat, s-d4zya4).
    Derived: Another provider brings other defaults and other terms.
    Reading: it suffices that one admissible reading explains the whole.
    Assumptions: for launchers, wrappers and images that were not told to change a switch or
      the provider by the user or the organisation.

    Scenario: the provider stays
      Given any environment and settings file
      Then the provider is kept
