/** A quiz with a question of each kind, and forms of it, for the tests of mechanics. */
export const sample = `id: Sample_Quiz
title: A sample
questions:
  - id: one
    objective: first
    kind: one
    stem: Which **one**?
    options:
      - { text: Right, right: true, why: It is., see: 'mlops-lab:lab/L_1#cell' }
      - { text: Wrong, idea: Believes it., why: It is not. }
      - { text: Other, idea: Believes that., why: It is not either. }
    nudge: Look at the cell.
    again:
      kind: number
      stem: How many percent of 40 are 10?
      answer: 25
      tolerance: 0.5
      unit: '%'
      slips:
        - { value: 4, idea: Divides the wrong way round., why: 40 is the whole. }
      why: 10 of 40.
      see: mlops-lab:slides/S_1#page=share
      nudge: What is the whole?
  - id: several
    objective: first
    kind: several
    stem: Which of these?
    options:
      - { text: A, right: true, why: Yes. }
      - { text: B, right: true, why: Yes. }
      - { text: C, idea: No idea., why: No. }
    nudge: More than one.
  - id: order
    objective: second
    kind: order
    stem: What comes first?
    steps: [Wake, Dress, Leave, Arrive]
    why: One thing leads to the next.
    see: mlops-lab:slides/S_1#page=4
    nudge: Where does it begin?
  - id: match
    objective: second
    kind: match
    stem: What belongs together?
    pairs:
      - { left: Cat, right: Meow, why: It does. }
      - { left: Dog, right: Bark, why: It does. }
      - { left: Cow, right: Moo, why: It does. }
    lures: [Tweet]
    nudge: Listen.
  - id: read
    objective: third
    kind: read
    stem: What is wrong in this log?
    output: |
      200 OK
      200 <nothing>
    options:
      - { text: It is empty, right: true, why: No answer. }
      - { text: It is late, idea: Reads a time., why: There is none. }
      - { text: Nothing, idea: Trusts the code., why: A 200 with nothing. }
    nudge: Read the second line.
`;
