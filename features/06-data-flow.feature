Feature: What travels to the model, and how it is protected
  How the traffic between client and model is protected.
  That stored data is not encrypted is left open as a duty: at-rest-meaning.

  @flow-transit-tls
  Rule: What a local session exchanges with the model is encrypted on its way with TLS

    Source: Data flow and dependencies (s-rptjx6).
    Reading: for cloud sessions it is open whether the page speaks (cloud-protection).
    Assumptions: none.

    Scenario: model traffic is encrypted on its way
      Given what a session exchanges with the model
      And it is in transit
      And the session is a local one
      Then it is encrypted with TLS
