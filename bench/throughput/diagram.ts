import { z } from 'zod'
import { retryPolicies } from '../../activities/kernel/retry-policies.ts'
import { compile } from '../../engine/compile/compile.ts'
import type { Plan } from '../../engine/plan.ts'
import { stepDeclaration } from './operation.ts'

/** Automatic steps of the measured diagram. */
export const steps = 12

/** Start, twelve service tasks, end. */
export async function twelveSteps(): Promise<Plan> {
  const { input, output, retry, ...declared } = stepDeclaration
  const operation = {
    ...declared,
    retry: retryPolicies[retry],
    input: z.toJSONSchema(input),
    output: z.toJSONSchema(output),
  }
  // Members that only zod writes are no part of a plan.
  const operations = JSON.parse(JSON.stringify([operation]))
  const { plan, diagnostics } = await compile(diagram(), { operations, forms: [], offices: [] })
  if (plan === null) throw new Error(`The measured diagram does not compile: ${JSON.stringify(diagnostics)}`)
  return plan
}

function diagram(): string {
  const numbers = Array.from({ length: steps }, (_, index) => index + 1)
  const flow = (number: number, from: string, to: string) =>
    `<bpmn:sequenceFlow id="flow-${number}" sourceRef="${from}" targetRef="${to}"/>`
  const task = (number: number) =>
    `<bpmn:serviceTask id="step-${number}" name="Step ${number}" iter:operation="bench.step"><bpmn:extensionElements>
      <iter:input name="number" value="${number}"/><iter:input name="about" value="about"/>
      <iter:output target="steps.s${number}" value="result"/></bpmn:extensionElements>
      <bpmn:incoming>flow-${number}</bpmn:incoming><bpmn:outgoing>flow-${number + 1}</bpmn:outgoing></bpmn:serviceTask>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:iter="urn:iter:bpmn:1" id="definitions" targetNamespace="bench">
  <bpmn:process id="twelve-steps" name="Twelve steps" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>flow-1</bpmn:outgoing></bpmn:startEvent>
    ${numbers.map(task).join('\n')}
    <bpmn:endEvent id="end"><bpmn:incoming>flow-${steps + 1}</bpmn:incoming></bpmn:endEvent>
    ${flow(1, 'start', 'step-1')}
    ${numbers.map(number => flow(number + 1, `step-${number}`, number === steps ? 'end' : `step-${number + 1}`)).join('\n')}
  </bpmn:process>
</bpmn:definitions>`
}
