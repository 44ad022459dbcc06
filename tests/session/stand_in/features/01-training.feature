@training
Feature: Model training and the user's choice

  @training-consumer-off
  Rule: Data of those who refuse trains nothing

    Scenario: With the setting off
      Given the question "training"
      Then the result is conforms

    Scenario: With the setting off since sign-up
      Given the question "training"
      Then the result is open

  @training-consumer-on
  Rule: Data of those who allow it may be used

    Scenario: With the setting on
      Given the question "training"
      Then the answer is forbidden

  @agrees-training
  Rule: The target agrees with the reference about training

    Scenario: About training
      Given the question "training"
      Then the result is conforms
