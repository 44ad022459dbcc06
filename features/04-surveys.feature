Feature: Session quality surveys
  What a survey records, and what it must leave alone.

  @survey-rating-recorded
  Rule: Of a response to the survey the rating is recorded: 1, 2, 3 or dismiss

    Source: Session quality surveys (s-f3ergy).
    Reading: under every reading.
    Assumptions: none.

    Scenario Outline: the rating is recorded as it was given
      Given the user answers <response>
      Then the recorded rating is <rating>

      Examples:
        | response | rating  |
        | 1        | 1       |
        | 2        | 2       |
        | 3        | 3       |
        | dismiss  | dismiss |

  @survey-no-response
  Rule: Who does not respond has no rating recorded

    Source: Session quality surveys (s-f3ergy).
    Derived: What is recorded is said to be the rating given in response; without a response
      there is none.
    Reading: what counts as a response is open for other input (survey-other-answer).
    Assumptions: none.

    Scenario: no response, no rating
      Given a survey without a response
      Then no rating is recorded

  @survey-only-rating
  Rule: Nothing but the rating is collected or recorded with a survey: no transcript, no input, no output and no other data of the session

    Source: Session quality surveys (s-f3ergy, s-zj2x8r).
    Reading: a time stamp or a random identifier beside the rating is open
      (survey-metadata); nothing else is.
    Assumptions: a record may have the fields id, event_id, uuid, timestamp, time and
      recorded_at, as long as nothing of the session is in them.

    Scenario: a survey records nothing of the session
      Given a survey with any response or none
      Then nothing but the rating is recorded

  @survey-leaves-setting
  Rule: A response to the survey leaves the training setting as it is

    Source: Session quality surveys (s-zs9qxa).
    Reading: under every reading.
    Assumptions: none.

    Scenario: a response changes no setting
      Given a survey with any response or none
      Then the training setting is unchanged

  @survey-never-trains
  Rule: A survey rating must never be used to train a model, whatever the account, the setting and the opt-ins

    Source: Session quality surveys (s-zs9qxa).
    Reading: under every reading.
    Assumptions: none.

    Scenario: a rating trains nothing
      Given any account
      And a survey rating
      Then use for training is forbidden
