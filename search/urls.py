"""The addresses of the library."""

from django.urls import path

from search.views import citing, dictionary, finding, keeping, library, opinions, uploading

app_name = "search"

urlpatterns = [
    path("search/", finding.search, name="search"),
    path("search/open/", finding.hit_open, name="hit_open"),
    path("search/saved/", finding.saved_new, name="saved_new"),
    path("search/saved/<int:pk>/", finding.saved_open, name="saved_open"),
    path("search/saved/<int:pk>/drop/", finding.saved_drop, name="saved_drop"),
    path("library/terms/", dictionary.term_list, name="term_list"),
    path("library/terms/new/", dictionary.term_new, name="term_new"),
    path("library/terms/<int:pk>/", dictionary.term_change, name="term_change"),
    path("library/asked/", dictionary.asked_list, name="asked_list"),
    path("library/articles/<int:pk>/like/", finding.article_like, name="article_like"),
    path("library/", library.regulation_list, name="regulation_list"),
    path("library/new/", keeping.regulation_new, name="regulation_new"),
    path("library/upload/", uploading.upload_new, name="upload_new"),
    path("library/upload/<int:pk>/", uploading.upload_detail, name="upload_detail"),
    path("library/upload/<int:pk>/send/", uploading.upload_send, name="upload_send"),
    path("library/<int:pk>/", library.regulation_detail, name="regulation_detail"),
    path("library/<int:pk>/describe/", keeping.regulation_describe, name="regulation_describe"),
    path("library/<int:pk>/editions/new/", keeping.edition_new, name="edition_new"),
    path("library/<int:pk>/relations/new/", keeping.relation_new, name="relation_new"),
    path("library/editions/<int:pk>/", library.edition_detail, name="edition_detail"),
    path("library/editions/<int:pk>/file/", library.edition_download, name="edition_download"),
    path("library/editions/<int:pk>/replace/", keeping.edition_replace, name="edition_replace"),
    path("library/editions/<int:pk>/withdraw/", keeping.edition_withdraw, name="edition_withdraw"),
    path("library/editions/<int:pk>/submit/", keeping.edition_submit, name="edition_submit"),
    path("library/editions/<int:pk>/shelve/", keeping.edition_shelve, name="edition_shelve"),
    path("library/editions/<int:pk>/check/", keeping.edition_check, name="edition_check"),
    path("library/editions/<int:pk>/return/", keeping.edition_return, name="edition_return"),
    path("library/editions/<int:pk>/publish/", keeping.edition_publish, name="edition_publish"),
    path("library/editions/<int:pk>/ask/", opinions.edition_ask, name="edition_ask"),
    path("library/editions/<int:pk>/opinions/", opinions.edition_opinions, name="edition_opinions"),
    path("library/requests/<int:pk>/", opinions.request_answer, name="request_answer"),
    path("library/opinions/<int:pk>/", opinions.opinion_decide, name="opinion_decide"),
    path("library/articles/<int:pk>/", library.article_detail, name="article_detail"),
    path("library/cite/<str:label>/<int:pk>/", citing.thing_cite, name="thing_cite"),
    path("library/citations/<int:pk>/", citing.citation_change, name="citation_change"),
]
