Feature: Answers that agree with each other
  Two answers of one target are compared with each other: what must not matter changes none of
  them, and what restricts never lets more through. No open point has to be decided for that, so
  these scenarios also see what open points hide.

  @consistent-opt-outs @providers
  Rule: One more opt-out, or one more provider variable, never switches a service on

    Derived: each of these variables is described as switching something off, and none as switching
      anything on.
    Assumptions: the variable is set to 1 in the process environment, whatever it was before, and
      whatever the settings file says. Of a bug report, only whether it is sent is compared.

    Scenario Outline: one more opt-out switches nothing on
      Given any environment and settings file
      Then no answer on <question> exposes more when <change>

      Examples:
        | question   | change                                               |
        | traffic    | DISABLE_TELEMETRY is set to 1                         |
        | traffic    | DISABLE_ERROR_REPORTING is set to 1                   |
        | traffic    | DISABLE_BUG_COMMAND is set to 1                       |
        | traffic    | CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC is set to 1  |
        | traffic    | CLAUDE_CODE_USE_BEDROCK is set to 1                   |
        | traffic    | CLAUDE_CODE_USE_VERTEX is set to 1                    |
        | bug report | DISABLE_BUG_COMMAND is set to 1                       |
        | bug report | CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC is set to 1  |

  @consistent-unrelated-variables @providers
  Rule: A region, a proxy or a name that merely begins like one of the page's changes no answer

    Derived: the page names the variables that choose the provider and switch services.
    Assumptions: other variables, such as the base URL of a gateway, are left out: where they lead
      is open (other-gateways).

    Scenario Outline: variables of other programs change nothing
      Given any environment and settings file
      Then each answer on <question> stays the same when variables of other programs are added

      Examples:
        | question   |
        | provider   |
        | traffic    |
        | bug report |

  @consistent-order-of-variables @providers
  Rule: The order of variables changes no answer

    Derived: an environment and a settings file are read by name.
    Assumptions: no name stands twice in one place.

    Scenario Outline: the order of variables changes nothing
      Given any environment and settings file
      Then each answer on <question> stays the same when the variables come in another order

      Examples:
        | question   |
        | provider   |
        | traffic    |
        | bug report |

  @consistent-handing-on-twice @providers
  Rule: Handing on what was handed on changes nothing more

    Derived: launchers start launchers. If who hands a configuration on keeps the opt-outs, adds
      none and keeps the provider (handover-keeps-opt-outs, handover-adds-none,
      handover-keeps-provider), then two of them do so as well.
    Assumptions: what is compared is which services are on, and who serves. It suffices that one
      admissible reading explains the whole.

    Scenario: handing on once more changes nothing
      Given any environment and settings file
      Then each answer on environment stays the same when it is handed on once more

  @consistent-projects-apart @providers
  Rule: Nothing of one project's settings reaches another

    Derived: a variable in a settings file counts where that file counts (s-2cy6ab,
      settings-count), and the file of a project counts in that project.
    Assumptions: the projects are of one user, and are started one after the other. In the other
      one every switch is set, in its settings file. It suffices that one admissible reading
      explains the whole; besides, no text of the other project's settings may be handed on.

    Scenario: another project leaves nothing behind
      Given any environment and settings file
      Then each answer on environment stays the same when another project came before

  @consistent-web-and-local @cloud
  Rule: Prompts, code and outputs of a session on the web are treated like those of a local one

    Derived: the page says that the same policies hold for both (s-9fgeej, s-bm5qqf;
      cloud-same-training, cloud-same-retention).
    Assumptions: used by login. With a key or a cloud provider, and for other data than that of the
      session, two venues may fairly be read in two ways.

    Scenario Outline: on the web as locally
      Given any account
      And it is used by login
      And a prompt, code or an output of a session
      Then each answer on <question> stays the same when <change>

      Examples:
        | question  | change                                                               |
        | training  | the session is one on the web instead of a local one, or the reverse |
        | retention | the session is one on the web instead of a local one, or the reverse |

  @consistent-independent-events @training
  Rule: Activity in another session changes no answer on the data of a session

    Derived: the page speaks of the session to which data belongs, and of the user's choices.
    Assumptions: choices and opt-ins stay where they are; the other session begins once the account
      exists.

    Scenario: events of two sessions in another order
      Given any situation
      Then each answer on training stays the same when events of two sessions change places

    Scenario Outline: another session beside it
      Given any situation
      Then each answer on <question> stays the same when another session goes on all the time

      Examples:
        | question  |
        | training  |
        | retention |
        | presence  |

  @consistent-gone-stays-gone @retention
  Rule: What is gone does not come back as time passes

    Derived: deletion at the end of a period is final.
    Assumptions: neither the plan nor the setting changes meanwhile, since then another period may
      be read to apply (retention-plan-move, retention-setting-change).

    Scenario Outline: refused data that is gone stays gone
      Given any account
      And the account was on the same plan when the data was added
      And the setting was off when the data was added
      And no selection was made since
      Then no answer on presence exposes more when <change>

      Examples:
        | change        |
        | a day passes  |
        | a year passes |

    Scenario: allowed data that is gone stays gone
      Given any account
      And the account was on the same plan when the data was added
      And the setting was on when the data was added
      And no selection was made since
      Then no answer on presence exposes more when a year passes

    Scenario Outline: a local session that is gone stays gone
      Given any account
      Then no answer on local cache exposes more when <change>

      Examples:
        | change        |
        | a day passes  |
        | a year passes |
