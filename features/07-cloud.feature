Feature: Sessions that run in the cloud
  What holds for sessions that run on the vendor's machines instead of the user's.

  @cloud-clone-isolated
  Rule: The clone of the repository is made on an isolated virtual machine

    Source: Cloud execution (s-vxv5zx).
    Reading: under every reading.
    Assumptions: if the record shows no clone, this rule is not met.

    Scenario: the clone has one place
      Given a cloud session with a repository
      Then the clone is on an isolated virtual machine

  @cloud-clone-deleted
  Rule: The clone is deleted once the session is completed

    Source: Cloud execution (s-vxv5zx).
    Reading: an aborted session (abort-is-completion) and deletion before the end
      (clone-kept-before-end) are open, and so is what completes a session
      (session-completion).
    Assumptions: the record runs until the deletion is due.

    Scenario: completion deletes the clone
      Given a cloud session with a repository
      And the session is finished
      Then the clone is deleted

  @cloud-credentials-stay-out
  Rule: The user's credential for GitHub stays outside the sandbox

    Source: Cloud execution (s-fzv5gq).
    Reading: under every reading.
    Assumptions: the repository is on GitHub; the credential is looked for in everything
      that the record shows inside the sandbox, plain and in common encodings.

    Scenario: no credential enters
      Given any cloud session
      Then the user's credential stays out of the sandbox

  @cloud-authentication-by-proxy
  Rule: Authentication at GitHub is done by a secure proxy

    Source: Cloud execution (s-fzv5gq).
    Reading: under every reading.
    Assumptions: the repository is a private one on GitHub, so that cloning, fetching and
      pushing need authentication.

    Scenario: the proxy authenticates
      Given a cloud session with a repository
      Then authentication is done by the secure proxy

  @cloud-outbound-by-proxy
  Rule: All outbound traffic of the sandbox passes the security proxy

    Source: Cloud execution (s-gn3sny).
    Reading: under every reading.
    Assumptions: cloning, fetching, pushing and other requests are outbound. Where the
      session was to make them and the record does not show all of them, they are unseen,
      and the rule is not met; where it was to make none, there is nothing to be seen, and
      that is in order.

    Scenario: nothing goes around the proxy
      Given any cloud session
      Then all outbound traffic passes the security proxy

  @cloud-same-training
  Rule: For training, cloud sessions are treated like local ones: data under a refusal that stands and commercial code and prompts stay out, allowed data may be used

    Source: Cloud execution (s-9fgeej, s-bm5qqf).
    Reading: outputs of commercial sessions are open as for local ones (commercial-outputs),
      and so is what a later consent brings in (refused-then-resumed).
    Assumptions: used by login, since for consumer plans with keys or cloud providers the
      terms are open (consumer-on-company-access).

    Scenario: refused data of a cloud session stays out
      Given a consumer account
      And it is used by login
      And the account was on a consumer plan when the data was added
      And a prompt, code or an output of a session
      And the model is a generative one
      And the session ran in the cloud
      And the setting was off when the data was added
      And the setting was not switched on since
      Then use for training is forbidden

    Scenario: commercial data of a cloud session stays out
      Given a commercial account
      And the account was on a commercial plan when the data was added
      And a prompt or code of a session
      And the session ran in the cloud
      And the model is a generative one
      And nobody has opted in to providing data
      Then use for training is forbidden

    Scenario: allowed data of a cloud session may be used
      Given a consumer account
      And it is used by login
      And the account was on a consumer plan when the data was added
      And a prompt, code or an output of a session
      And the model is a generative one
      And the session ran in the cloud
      And the setting was on when the data was added
      And the session was started or resumed after the selection
      And no selection was made since
      Then use for training is permitted

  @cloud-same-retention
  Rule: Session data of cloud sessions has the retention period of the account's other session data

    Source: Cloud execution (s-bm5qqf, s-9fgeej).
    Reading: the clone itself has a sentence of its own (clone-retention-period).
    Assumptions: used by login, since for consumer plans with keys or cloud providers the
      terms are open (consumer-on-company-access).

    Scenario: allowed data of a cloud session
      Given a consumer account
      And it is used by login
      And the account was on a consumer plan when the data was added
      And a prompt, code or an output of a session
      And the session ran in the cloud
      And the setting was on when the data was added
      And the setting was not switched off since
      Then its retention period is 5 years

    Scenario: refused data of a cloud session
      Given a consumer account
      And it is used by login
      And the account was on a consumer plan when the data was added
      And a prompt, code or an output of a session
      And the session ran in the cloud
      And the setting was off when the data was added
      And the setting was not switched on since
      Then its retention period is 30 days

    Scenario: commercial data of a cloud session
      Given a Team, Enterprise or API account
      And it is used by login or with an ordinary key
      And the account was on the same plan, or on Team, when the data was added
      And a prompt, code or an output of a session
      And the session ran in the cloud
      Then its retention period is 30 days
