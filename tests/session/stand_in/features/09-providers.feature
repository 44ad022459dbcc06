Feature: Defaults by API provider

  @metrics-default @a-tag
  Rule: Metrics are on by default

    Background:
      Given the question "traffic"

    Scenario Outline: By default
      Then the answer is <answer>

      Examples:
        | answer |
        | on     |

      @another-tag
      Examples: with words
        | answer    |
        | on or off |

  @cloud-providers-off
  Rule: With a cloud provider nothing is sent [metrics and errors]

    Scenario: With Bedrock :: or Vertex
      Given the question "traffic"
      Then the answer is on

  @handover-keeps-provider
  Rule: Who hands on keeps the provider

    Scenario: Any configuration
      Given the question "environment"
      Then the result is conforms
