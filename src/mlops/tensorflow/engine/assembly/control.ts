// What a thread knows: the block of memory that all threads share, and its own number.

let block: usize = 0;
let thread: i32 = 0;

/** Words of the control block. The scratch of thread i begins at `scratch + i * scratchBytes`. */
const scratchWord: usize = 0;
const scratchBytesWord: usize = 4;

/** To be called once an instance, before any kernel. */
export function attach(control: usize, number: i32): void {
  block = control;
  thread = number;
}

/** This thread's memory for what a kernel keeps while it runs; 16 bytes aligned. */
export function scratch(): usize {
  return <usize>load<u32>(block + scratchWord) + <usize>thread * <usize>load<u32>(block + scratchBytesWord);
}
