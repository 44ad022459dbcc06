Feature: Answers that agree with each other
  Two answers of one target are compared with each other: what must not matter changes none of
  them, and what restricts never lets more through. No reading of the page is needed for that, so
  these scenarios also see what open points hide.

  @consistent-opt-outs @providers
  Rule: One more opt-out never switches a service on

    Derived: each of these variables is described as a way to switch off, and none as a way to
      switch on.

    Scenario Outline: one more opt-out switches nothing on
      Given any environment and settings file
      Then no answer on <question> exposes more when <change>

      Examples:
        | question   | change                                             |
        | traffic    | DISABLE_TELEMETRY is set to 1                       |
        | traffic    | DISABLE_ERROR_REPORTING is set to 1                 |
        | traffic    | DISABLE_BUG_COMMAND is set to 1                     |
        | traffic    | CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC is set to 1 |
        | bug report | DISABLE_BUG_COMMAND is set to 1                     |
        | bug report | CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC is set to 1 |

  @consistent-unrelated-variables @providers
  Rule: Variables that the page does not name change no answer

    Derived: the page names the variables that choose the provider and switch services.

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

    Scenario Outline: the order of variables changes nothing
      Given any environment and settings file
      Then each answer on <question> stays the same when the variables come in another order

      Examples:
        | question   |
        | provider   |
        | traffic    |
        | bug report |

  @consistent-web-and-local @cloud
  Rule: Data of a session on the web is treated like that of a local one

    Derived: the page says that the same policies hold for both (cloud-same-training,
      cloud-same-retention). Clones are left out: there are none locally.

    Scenario Outline: on the web as locally
      Given any situation
      Then each answer on <question> stays the same when <change>

      Examples:
        | question  | change                                                             |
        | training  | the session is one on the web instead of a local one, or the reverse |
        | retention | the session is one on the web instead of a local one, or the reverse |
        | presence  | the session is one on the web instead of a local one, or the reverse |

  @consistent-independent-events @training
  Rule: What happens in other sessions changes no answer on the data of a session

    Derived: the page speaks of the session to which data belongs, and of the user's choices.

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

    Scenario Outline: gone stays gone
      Given any situation
      Then no answer on <question> exposes more when <change>

      Examples:
        | question    | change        |
        | presence    | a day passes  |
        | presence    | a year passes |
        | local cache | a day passes  |
        | local cache | a year passes |
