Feature: Model training and the user's choice
  Whose data may train models, and how a consumer's choice comes into force.
  The choice is the user's; silence about it is an open point, never a rule.

  @choice-from-start
  Rule: From 28 August 2025 on, the holder of a consumer account may choose whether data is used to improve models

    Source: Data training policy (s-zagr9m).
    Reading: in whatever time zone the day is counted (choice-day-boundary); the day itself
      is asked about only from where all zones have reached it.
    Assumptions: none.

    Scenario: within the selection period every consumer may choose
      Given a consumer account
      And a moment within the selection period
      Then the user may choose

    Scenario Outline: each consumer plan has the choice
      Given an account on the <plan> plan
      And a moment within the selection period
      Then the user may choose

      Examples:
        | plan |
        | free |
        | pro  |
        | max  |

  @choice-immediate
  Rule: A selection is in force from the instant it is made

    Source: Data training policy (s-qs9xwz).
    Derived: The page says to current users that a selection counts at once; nothing on it
      suggests that it is otherwise for new ones.
    Reading: under every reading.
    Assumptions: a history lists selections in the order in which they were made, and each
      was made when the user could make it; the one made at the very moment asked about
      counts.

    Scenario: switching on counts at once
      Given a consumer account
      And a moment since the choice exists
      And the user has selected once: on, at this instant or earlier
      Then the setting in force is on

    Scenario: switching off counts at once
      Given a consumer account
      And a moment since the choice exists
      And the user has selected once: off, at this instant or earlier
      Then the setting in force is off

  @choice-until-deadline
  Rule: A current user who has not selected yet may do so until 8 October 2025

    Source: Data training policy (s-4nd5bq).
    Reading: asked about only before the last day begins anywhere, since that day itself is
      open (deadline-day, choice-day-boundary).
    Assumptions: none.

    Scenario: a current user who has not selected may do so
      Given a consumer account
      And the user signed up before the choice existed
      And the user has selected nothing yet
      And a moment within the selection period
      Then the user may choose

  @choice-at-sign-up
  Rule: A user who signs up once the choice exists may choose during the sign-up

    Source: Data training policy (s-vxtqdk).
    Reading: under every reading.
    Assumptions: the sign-up is a moment; what holds for a user who passed it without
      selecting is open (choice-after-deadline).

    Scenario: a new user may choose
      Given a consumer account
      And the user signs up at this instant
      And a moment since the choice exists
      Then the user may choose

  @choice-changeable
  Rule: A consumer who has made a selection may make another one whenever they like

    Source: Data training policy (s-z9v7vv); Data retention (s-dqk477).
    Reading: under every reading, also after the selection period.
    Assumptions: none.

    Scenario: who has selected may select again
      Given a consumer account
      And the user has made one selection or several
      And a moment since the choice exists
      Then the user may choose

  @choice-latest-counts
  Rule: Of several selections the latest is in force

    Source: Data training policy (s-qs9xwz, s-z9v7vv).
    Derived: Each selection takes effect at once and can be changed, so that a later one
      replaces an earlier one.
    Reading: under every reading.
    Assumptions: none.

    Scenario: on replaces off
      Given a consumer account
      And a moment since the choice exists
      And of several selections the latest was on
      Then the setting in force is on

    Scenario: off replaces on
      Given a consumer account
      And a moment since the choice exists
      And of several selections the latest was off
      Then the setting in force is off

  @training-consumer-on
  Rule: Data of a consumer account may be used for training when it was added to a session begun or resumed with the setting on, and the setting has stayed on

    Source: Data training policy (s-grx8xf, s-ma4g5j).
    Reading: under every reading; whether a later refusal ends the use is open
      (setting-when), and so is a session that merely went on (ongoing-session).
    Assumptions: used by login, since for consumer plans with keys or cloud providers the
      terms are open (consumer-on-company-access).

    Scenario: allowed data may be used
      Given a consumer account
      And it is used by login
      And the account was on a consumer plan when the data was added
      And a prompt, code or an output of a session
      And the model is a generative one
      And the setting was on when the data was added
      And the session was started or resumed after the selection
      And no selection was made since
      Then use for training is permitted

  @training-consumer-off
  Rule: Data added to a consumer account while its setting was off must not be used for training, as long as the setting is not switched on

    Source: Data training policy (s-zagr9m, s-grx8xf).
    Derived: The page offers a choice to allow, and announces training for the time when the
      setting is on; that there is none while it is off follows from both.
    Reading: under every reading; for what happens once the setting is switched on, see the
      rule after this one.
    Assumptions: used by login, since for consumer plans with keys or cloud providers the
      terms are open (consumer-on-company-access).

    Scenario: refused data must not be used
      Given a consumer account
      And it is used by login
      And the account was on a consumer plan when the data was added
      And a prompt, code or an output of a session
      And the model is a generative one
      And the setting was off when the data was added
      And the setting was not switched on since
      Then use for training is forbidden

    Scenario: a move to a commercial plan opens nothing that was refused
      Given a commercial account
      And it is used by login
      And the account was on the Pro plan when the data was added
      And a prompt or code of a session
      And the model is a generative one
      And the setting was off when the data was added
      And nobody has opted in to providing data
      Then use for training is forbidden

  @training-refused-stays-out
  Rule: Data added under a refusal stays out when the setting is switched on later, as long as its session sees no activity after that

    Source: Data training policy (s-grx8xf, s-ma4g5j, s-7qtk7y).
    Derived: Training is announced for the time when the setting is on, and the setting
      applies to new or resumed sessions; a session that rests is neither.
    Reading: under every reading. Whether a session that is resumed, or goes on, brings in
      what was refused is open (refused-then-resumed, resume-scope, ongoing-session).
    Assumptions: used by login, since for consumer plans with keys or cloud providers the
      terms are open (consumer-on-company-access).

    Scenario: a later consent brings in nothing that was refused in a session at rest
      Given a consumer account
      And it is used by login
      And the account was on a consumer plan when the data was added
      And a prompt, code or an output of a session
      And the model is a generative one
      And the setting was off when the data was added
      And the setting was switched on later
      And the session was idle ever after
      Then use for training is forbidden

  @training-previous-idle
  Rule: A session from before any selection that saw no activity since one was made must not be used for training

    Source: Data training policy (s-7qtk7y).
    Reading: the sentence on idle sessions is unconditional, so that it holds whatever
      silence meant (unselected-in-period, unselected-after-period); for data added after a
      selection see previous-session.
    Assumptions: used by login, since for consumer plans with keys or cloud providers the
      terms are open (consumer-on-company-access).

    Scenario: an idle earlier session stays out
      Given a consumer account
      And it is used by login
      And the account was on a consumer plan when the data was added
      And a prompt, code or an output of a session
      And the model is a generative one
      And nothing had been selected when the data was added
      And a selection was made later
      And the session was idle ever after
      Then use for training is forbidden

  @training-new-or-resumed
  Rule: With the setting on, what is added to a resumed session is covered like what is added to a new one

    Source: Data training policy (s-ma4g5j).
    Reading: what was added after the resumption is covered under every reading; for what
      the session held before, see the open point resume-scope.
    Assumptions: used by login, since for consumer plans with keys or cloud providers the
      terms are open (consumer-on-company-access).

    Scenario: what is added after a resumption is covered
      Given a consumer account
      And it is used by login
      And the account was on a consumer plan when the data was added
      And a prompt, code or an output of a session
      And the model is a generative one
      And the setting was on when the data was added
      And the session was resumed after the selection
      And no selection was made since
      Then use for training is permitted

  @training-commercial
  Rule: Code and prompts sent under commercial terms must not be used to train generative models, save where the customer agreed to supply them

    Source: Data training policy (s-4etvsn).
    Reading: outputs and models other than generative ones are open (commercial-outputs,
      other-models), and so is what an opt-in opens (programme-scope).
    Assumptions: all plans that are not consumer plans are commercial, in whatever way the
      model is reached.

    Scenario: commercial code and prompts stay out
      Given a commercial account
      And the account was on a commercial plan when the data was added
      And a prompt or code of a session
      And the model is a generative one
      And nobody has opted in to providing data
      Then use for training is forbidden

    Scenario Outline: each commercial plan has the promise
      Given an account on the <plan> plan
      And the account was on the same plan when the data was added
      And a prompt or code of a session
      And the model is a generative one
      And nobody has opted in to providing data
      Then use for training is forbidden

      Examples:
        | plan                 |
        | team                 |
        | enterprise           |
        | api                  |
        | third-party-platform |
        | claude-gov           |

  @training-commercial-terms-stay
  Rule: What was sent under commercial terms stays untrained after a move to a consumer plan, whatever is chosen there

    Source: Data training policy (s-4etvsn).
    Derived: The promise attaches to code and prompts that were sent under commercial terms,
      not to the account as it is later.
    Reading: outputs and other models are open, as for the rule before.
    Assumptions: none.

    Scenario: a move to a consumer plan opens nothing
      Given a consumer account
      And the account was on the Team plan when the data was added
      And a prompt or code of a session
      And the model is a generative one
      And nobody has opted in to providing data
      Then use for training is forbidden
