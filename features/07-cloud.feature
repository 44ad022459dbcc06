Feature: Sessions that run in the cloud
  What holds for sessions that run on the vendor's machines instead of the user's.

  @cloud-clone-isolated
  Rule: The repository is cloned to an isolated virtual machine and nowhere else

    Source: Cloud execution (s-vxv5zx).
    Reading: under every reading.
    Assumptions: a trace that shows no clone at all has not shown where it is.

    Scenario: the clone has one place
      Given a cloud session with a repository
      Then the clone is on an isolated virtual machine

  @cloud-clone-deleted
  Rule: The clone is deleted when the session is completed

    Source: Cloud execution (s-vxv5zx).
    Reading: an aborted session (abort-is-completion) and deletion before the end
      (clone-kept-before-end) are open.
    Assumptions: none.

    Scenario: completion deletes the clone
      Given a cloud session with a repository
      And the session is finished
      Then the clone is deleted

  @cloud-credentials-stay-out
  Rule: The user's credential for the repository's host never enters the sandbox

    Source: Cloud execution (s-fzv5gq).
    Reading: under every reading.
    Assumptions: the credential is looked for in everything that the trace shows inside the
      sandbox, plain and in common encodings.

    Scenario: no credential enters
      Given any cloud session
      Then the user's credential stays out of the sandbox

  @cloud-authentication-by-proxy
  Rule: Authentication at the repository's host is done by a secure proxy

    Source: Cloud execution (s-fzv5gq).
    Reading: under every reading.
    Assumptions: authentication is needed to clone, to fetch and to push.

    Scenario: the proxy authenticates
      Given a cloud session with a repository
      Then authentication is done by the secure proxy

  @cloud-outbound-by-proxy
  Rule: All outbound traffic of the sandbox passes the security proxy

    Source: Cloud execution (s-gn3sny).
    Reading: under every reading.
    Assumptions: cloning, fetching, pushing and other requests are outbound; those that the
      trace does not show are not taken on trust.

    Scenario: nothing goes around the proxy
      Given a cloud session with a repository
      Then all outbound traffic passes the security proxy

  @cloud-same-training
  Rule: For training, prompts, code and outputs of cloud sessions are treated like those of local sessions: refused or commercial data stays out

    Source: Cloud execution (s-9fgeej, s-bm5qqf).
    Reading: under every reading.
    Assumptions: used by login, since for consumer plans with keys or cloud providers the
      terms are open (consumer-on-company-access).

    Scenario: refused data of a cloud session stays out
      Given a consumer account
      And it is used by login
      And the account is on the plan of the time when the data was added
      And a prompt, code or an output of a session
      And the session ran in the cloud
      And the setting was off when the data was added
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
      And the account is on the plan of the time when the data was added
      And a prompt, code or an output of a session
      And the session ran in the cloud
      And the setting was on when the data was added
      And the session was started or resumed after the selection
      And the setting has not changed since
      Then use for training is permitted

  @cloud-same-retention
  Rule: Session data of cloud sessions is kept as long as the account's other session data

    Source: Cloud execution (s-bm5qqf, s-9fgeej).
    Reading: the clone itself has a sentence of its own (clone-retention-period).
    Assumptions: used by login, since for consumer plans with keys or cloud providers the
      terms are open (consumer-on-company-access).

    Scenario: allowed data of a cloud session
      Given a consumer account
      And it is used by login
      And the account is on the plan of the time when the data was added
      And a prompt, code or an output of a session
      And the session ran in the cloud
      And the setting was on when the data was added
      And the setting was not switched off since
      Then it is kept for 5 years

    Scenario: refused data of a cloud session
      Given a consumer account
      And it is used by login
      And the account is on the plan of the time when the data was added
      And a prompt, code or an output of a session
      And the session ran in the cloud
      And the setting was off when the data was added
      And the setting was not switched on since
      Then it is kept for 30 days

    Scenario: commercial data of a cloud session
      Given a Team, Enterprise or API account
      And it is used by login or with an ordinary key
      And the account is on the plan of the time when the data was added
      And a prompt, code or an output of a session
      And the session ran in the cloud
      Then it is kept for 30 days
