Feature: Material given for training on purpose
  Who may provide material for training on purpose, and what that opens.

  @programme-material-usable
  Rule: Material that an organisation provides under an effective opt-in may be used for training

    Source: Development Partner Program (s-wvsy26).
    Reading: for organisations on the API plan; whether others on the first-party API can
      join is open (programme-outside-api-plan).
    Assumptions: material is what is handed over under the opt-in, later than it and before
      any withdrawal.

    Scenario: provided material may be used
      Given an API account
      And it is used by login or with an ordinary key
      And the account was on the same plan when the data was added
      And material provided for training
      And an admin had opted in, to the programme or otherwise, and has not withdrawn
      Then use for training is permitted

  @programme-explicit-only
  Rule: Without an explicit opt-in, a commercial customer's material must not be used as if it had been provided

    Source: Development Partner Program (s-wvsy26); Data training policy (s-4etvsn).
    Derived: What may be used because it was explicitly opted in to may not be used for that
      reason otherwise; the commercial promise goes on.
    Reading: of what kind the material is does not matter here; for outputs of sessions see
      commercial-outputs.
    Assumptions: for consumers see material-without-opt-in.

    Scenario: without an opt-in nothing counts as provided
      Given a commercial account
      And the account was on a commercial plan when the data was added
      And material provided for training
      And the model is a generative one
      And nobody has opted in to providing data
      Then use for training is forbidden

  @programme-admin-opt-in
  Rule: An admin of an organisation on the first-party API can expressly opt the organisation in

    Source: Development Partner Program (s-dsnspv).
    Reading: others than admins are open (non-admin-opt-in), other plans too
      (programme-outside-api-plan).
    Assumptions: none.

    Scenario: an admin can opt in
      Given an API account
      And it is used by login or with an ordinary key
      And an admin opts in
      And the opt-in is to the programme
      Then the opt-in is effective

  @programme-first-party-only
  Rule: The programme is not available to those who work through Bedrock or Vertex

    Source: Development Partner Program (s-dcgmge).
    Reading: other methods than the programme are open (other-opt-in-methods).
    Assumptions: none.

    Scenario: there is no programme on Bedrock and Vertex
      Given any account
      And it is used through Bedrock or Vertex
      And the opt-in is to the programme
      Then the opt-in is not effective

  @programme-not-through-cloud
  Rule: Commercial data of those who work through Bedrock or Vertex does not become usable through the programme

    Source: Development Partner Program (s-dcgmge).
    Derived: The programme is not available there, so that an opt-in made to it has no
      effect.
    Reading: under every reading.
    Assumptions: none.

    Scenario: the programme opens no code and no prompts on Bedrock and Vertex
      Given a commercial account
      And the account was on a commercial plan when the data was added
      And it is used through Bedrock or Vertex
      And a prompt or code of a session
      And the model is a generative one
      And somebody has opted in to the programme
      Then use for training is forbidden

    Scenario: the programme opens no material on Bedrock and Vertex
      Given a commercial account
      And the account was on a commercial plan when the data was added
      And it is used through Bedrock or Vertex
      And material provided for training
      And the model is a generative one
      And somebody has opted in to the programme
      Then use for training is forbidden
