Feature: How long data is kept
  How long session data stays on servers and on the user's machine.
  Counting (from when, to when) is open in several ways; the rules below hold for all of them.

  @retention-consumer-allowed
  Rule: The retention period of session data of consumers who allow its use is 5 years

    Source: Data retention (s-zy9as6, s-5c5vzs).
    Reading: which setting counts after a change is open (retention-setting-change).
    Assumptions: used by login, since for consumer plans with keys or cloud providers the
      terms are open (consumer-on-company-access).

    Scenario: allowed data is kept long
      Given a consumer account
      And it is used by login
      And the account was on a consumer plan when the data was added
      And a prompt, code or an output of a session
      And the setting was on when the data was added
      And the setting was not switched off since
      Then its retention period is 5 years

  @retention-consumer-refused
  Rule: The retention period of session data of consumers who do not allow its use is 30 days

    Source: Data retention (s-t4ypfe, s-5c5vzs).
    Reading: which setting counts after a change is open (retention-setting-change).
    Assumptions: used by login, since for consumer plans with keys or cloud providers the
      terms are open (consumer-on-company-access).

    Scenario: refused data is kept short
      Given a consumer account
      And it is used by login
      And the account was on a consumer plan when the data was added
      And a prompt, code or an output of a session
      And the setting was off when the data was added
      And the setting was not switched on since
      Then its retention period is 30 days

  @retention-commercial
  Rule: The standard retention period of session data of Team, Enterprise and API customers is 30 days

    Source: Data retention (s-3533t6, s-5c5vzs).
    Reading: Claude Gov and third-party platforms are not named (retention-gov,
      retention-third-party); cloud providers are open (retention-named-plan-through-cloud).
    Assumptions: none.

    Scenario: commercial data has the standard period
      Given a Team, Enterprise or API account
      And it is used by login or with an ordinary key
      And the account was on the same plan, or on Team, when the data was added
      And a prompt, code or an output of a session
      Then its retention period is 30 days

  @retention-zero
  Rule: With a key configured for zero retention, a commercial customer's chat transcripts are not retained on servers

    Source: Data retention (s-5r965t).
    Reading: code of a session is open under a weak reading (zero-retention-code), feedback
      is in conflict (bug-under-zdr).
    Assumptions: a key is the appropriate configuration, whichever of the three plans it
      belongs to.

    Scenario: zero retention keeps no transcript
      Given a Team, Enterprise or API account
      And it is used with a zero-retention key
      And the account was on the same plan, or on Team, when the data was added
      And a prompt or an output of a session
      Then it is not retained

  @presence-thirty-days
  Rule: What is kept for 30 days is gone from servers when they are over

    Source: Data retention (s-t4ypfe, s-3533t6).
    Derived: A period of retention ends; whatever it is counted from, all ends have passed
      at the moments asked about.
    Reading: asked about only when all ways of counting have come to an end (period-start,
      period-end).
    Assumptions: none.

    Scenario: commercial data is gone after its period
      Given a Team, Enterprise or API account
      And it is used by login or with an ordinary key
      And the account was on the same plan, or on Team, when the data was added
      And a prompt, code or an output of a session
      And the session had no activity after the data was added
      And more than 30 days have passed, the last day included
      Then it is gone from the servers

    Scenario: refused consumer data is gone after its period
      Given a consumer account
      And it is used by login
      And the account was on a consumer plan when the data was added
      And a prompt, code or an output of a session
      And the setting was off when the data was added
      And the setting was not switched on since
      And the session had no activity after the data was added
      And more than 30 days have passed, the last day included
      Then it is gone from the servers

  @presence-five-years
  Rule: What is kept for 5 years is gone from servers when they are over

    Source: Data retention (s-zy9as6); Feedback using the /bug command (s-mzd7cn).
    Derived: A period of retention ends; whatever it is counted from, all ends have passed
      at the moments asked about.
    Reading: asked about only when all ways of counting have come to an end (period-start,
      period-end, leap-day).
    Assumptions: none.

    Scenario: allowed consumer data is gone after its period
      Given a consumer account
      And it is used by login
      And the account was on a consumer plan when the data was added
      And a prompt, code or an output of a session
      And the setting was on when the data was added
      And the setting was not switched off since
      And the session had no activity after the data was added
      And more than 5 years have passed, the last day included
      Then it is gone from the servers

    Scenario: a shared transcript is gone after its period
      Given any account
      And it is used in any way but with a zero-retention key
      And a transcript shared with the bug command
      And the session had no activity after the data was added
      And more than 5 years have passed, the last day included
      Then it is gone from the servers

  @presence-zero
  Rule: What zero retention covers is not found on servers afterwards

    Source: Data retention (s-5r965t).
    Derived: What is not retained is not there at any later moment.
    Reading: as for retention-zero.
    Assumptions: a day of grace: the page does not say how soon what is not retained is
      gone, and nothing is asked before a day has passed since the end of the session.

    Scenario: what is not retained is not there
      Given a Team, Enterprise or API account
      And it is used with a zero-retention key
      And the account was on the same plan, or on Team, when the data was added
      And a prompt or an output of a session
      And the session ended a day before at least
      Then it is gone from the servers

  @local-cache-default
  Rule: Where nothing is configured, a session stored on the machine of a Team, Enterprise or API user is gone after 30 days

    Source: Data retention (s-knannv).
    Reading: for others it is open whether the limit holds (local-cache-others); asked about
      only when both ways of counting have come to an end (local-cache-start, period-end).
    Assumptions: none.

    Scenario: a local session does not outlive its limit
      Given a Team, Enterprise or API account
      And no number of days is configured
      And the limit has passed, its last day included
      Then it is gone from the user's machine

  @local-cache-shorter
  Rule: Where fewer days are configured, a locally stored session is gone after these

    Source: Data retention (s-knannv).
    Derived: The limit is said to be configurable, so that a configured number takes its
      place, downwards at least.
    Reading: what zero days mean (local-cache-zero) and whether more than thirty may be
      configured (local-cache-longer) is open.
    Assumptions: the number of days is what can be configured (local-configurable).

    Scenario: a shorter limit counts
      Given a Team, Enterprise or API account
      And from 1 to 30 days are configured
      And the limit has passed, its last day included
      Then it is gone from the user's machine
