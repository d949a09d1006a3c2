"""收文、批示、传阅、发布和处理情况登记: the verbs, one module for each; `registering` is where a paper begins."""
