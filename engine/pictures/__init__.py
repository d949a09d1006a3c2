"""Flow pictures: a flow as a graph, the graph on a grid, the grid as lines and words; and the same as BPMN."""
