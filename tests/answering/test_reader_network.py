"""The reader's network in OpenVINO's form: its layers stay the whole numbers that ship."""

import numpy as np
import openvino

from assistant.answering.openvino_reader import converted_reader
from assistant.answering.reader_network import with_whole_numbers
from assistant.answering.reader_weights import READER_FILE
from assistant.index.converted import MODEL_FILES

LAYERS = 6 * 6 + 1
"""Query, key, value and what joins them, and two that widen and narrow, in each of six layers; and the head."""


def test_every_matrix_of_a_layer_is_the_one_that_ships() -> None:
    from safetensors.numpy import load_file

    shipped = {item.tobytes() for item in load_file(READER_FILE).values() if item.dtype == np.int8}
    model = openvino.Core().read_model(str(converted_reader() / MODEL_FILES[0]))
    constants = [node for node in model.get_ordered_ops() if node.get_type_name() == "Constant"]
    matrices = [node.data for node in constants if node.get_element_type() == openvino.Type.i8]
    assert len(matrices) == LAYERS
    assert {item.tobytes() for item in matrices} <= shipped


def test_a_matrix_of_nothing_but_zeros_stays_one() -> None:
    from openvino import opset13

    given = opset13.parameter([1, 4], np.float32)
    layer = opset13.matmul(given, opset13.constant(np.zeros((3, 4), np.float32)), transpose_a=False, transpose_b=True)
    model = with_whole_numbers(openvino.Model([layer], [given]))
    compiled = openvino.Core().compile_model(model, "CPU")
    assert not compiled(np.ones((1, 4), np.float32))[0].any()
